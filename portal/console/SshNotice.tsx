import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import type { SshConsole, SshSnapshot } from '../session/sshConsole.ts';
import { EndNotice } from './EndNotice.tsx';
import { HostKeyNotice } from './HostKeyNotice.tsx';
import { MovedNotice } from './MovedNotice.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import { SshFailureNotice } from './SshFailureNotice.tsx';
import { type LastLogin, SshLoginForm } from './SshLoginForm.tsx';
import { SshPromptsForm } from './SshPromptsForm.tsx';
import { WarningNotice } from './WarningNotice.tsx';

export type SshNoticeProps = { console: OpenConsole; shell: SshConsole };

/** What stands between the user and the shell, if anything, and the one thing to do about it. */
export function SshNotice({ console, shell }: SshNoticeProps): ReactNode {
  const t = useT();
  const { state, error, end, warning, ssh, isMoved } = useSyncExternalStore(
    shell.subscribe,
    () => shell.snapshot,
  );
  const hasShell = state === 'connected' && ssh.step === 'open';
  // The form that had the focus is gone: what is typed next is for the shell.
  useEffect(() => {
    if (hasShell) console.terminal.focus();
  }, [console, hasShell]);
  if (isMoved === true) return <MovedNotice console={console} />;
  switch (state) {
    case 'disconnected':
      // Its end says no more than that.
      if (ssh.step === 'failed') return <SshFailureNotice state={ssh} vmId={console.place.vmId} />;
      return end && <EndNotice end={end} vmId={console.place.vmId} />;
    case 'busy':
      return null;
    case 'refused':
    case 'failed':
      return <RefusalNotice state={state} error={error} vmId={console.place.vmId} isShell />;
    case 'reconnecting':
      return <Notice kind="warning">{t('console:reconnecting')}</Notice>;
    case 'idle':
    case 'connecting':
      return <Loading text={t('ssh:connecting')} />;
    case 'connected':
      return (
        <>
          {warning && <WarningNotice warning={warning} onStay={() => shell.connection.stay()} />}
          <SshStep ssh={ssh} shell={shell} vmId={console.place.vmId} />
        </>
      );
  }
}

type SshStepProps = { ssh: SshSnapshot['ssh']; shell: SshConsole; vmId: string };

function SshStep({ ssh, shell, vmId }: SshStepProps): ReactNode {
  const t = useT();
  const [last, setLast] = useState<LastLogin>();
  switch (ssh.step) {
    case 'connecting':
      return <Loading text={t('ssh:connecting')} />;
    case 'hostKey':
      return <HostKeyNotice hostKey={ssh.hostKey} shell={shell} />;
    case 'login':
      return <SshLoginForm key={ssh.attempts} state={ssh} shell={shell} last={last} onSend={setLast} />;
    case 'authenticating':
      return <Loading text={t('ssh:authenticating')} />;
    case 'prompts':
      return <SshPromptsForm key={ssh.promptId} state={ssh} shell={shell} />;
    case 'failed':
      return <SshFailureNotice state={ssh} vmId={vmId} />;
    case 'open':
      return null;
  }
}
