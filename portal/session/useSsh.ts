import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Api } from '../../shared/client/api.ts';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { createSsh, type Ssh } from './createSsh.ts';
import type { SshSnapshot } from './sshConsole.ts';

/** The seam between React and an SSH session: connects when shown, ends it when left. */
export function useSsh(
  api: Api,
  place: { readonly bastionId: string; readonly vmId: string },
  onLeave: () => void,
): Ssh & { snapshot: SshSnapshot } {
  const [ssh] = useState(() => createSsh(api, place, onLeave));
  const { console, terminal } = ssh;
  const snapshot = useSyncExternalStore(console.subscribe, () => console.snapshot);
  const hasShell = snapshot.ssh.step === 'open' && isUp(snapshot);

  useEffect(() => {
    void console.connection.connect();
    const end = (): void => void console.connection.close();
    addEventListener('pagehide', end);
    return () => {
      removeEventListener('pagehide', end);
      void console[Symbol.asyncDispose]();
      terminal.dispose();
    };
  }, [console, terminal]);

  useEffect(() => {
    terminal.setReadOnly(!hasShell);
    if (hasShell) terminal.focus();
  }, [terminal, hasShell]);

  return { console, terminal, snapshot };
}
