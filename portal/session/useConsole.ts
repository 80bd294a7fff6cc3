import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Api } from '../../shared/client/api.ts';
import { type ConsoleSnapshot, canType } from '../../shared/client/consoleSnapshot.ts';
import type { PasteState } from './consolePaste.ts';
import { type Console, createConsole } from './createConsole.ts';

/** The seam between React and the console: connects when shown, ends the session when left. */
export function useConsole(
  api: Api,
  vmId: string,
  onLeave: () => void,
): Console & { snapshot: ConsoleSnapshot; pasting: PasteState } {
  const [console] = useState(() => createConsole(api, vmId, onLeave));
  const { connection, terminal, paste } = console;
  const snapshot = useSyncExternalStore(connection.subscribe, () => connection.snapshot);
  const pasting = useSyncExternalStore(paste.subscribe, () => paste.state);

  useEffect(() => {
    void connection.connect();
    const end = (): void => void connection.close();
    addEventListener('pagehide', end);
    return () => {
      removeEventListener('pagehide', end);
      void connection[Symbol.asyncDispose]();
      terminal.dispose();
    };
  }, [connection, terminal]);

  useEffect(() => {
    terminal.setReadOnly(!canType(snapshot));
  }, [terminal, snapshot]);

  // The button that asked for it is gone or means something else now: what is typed next is for the guest.
  useEffect(() => {
    if (snapshot.state === 'connecting') terminal.focus();
  }, [terminal, snapshot.state]);

  return { connection, terminal, paste, snapshot, pasting };
}
