import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { SshConsole, SshSnapshot } from '../session/sshConsole.ts';
import { EndNotice } from './EndNotice.tsx';
import { HostKeyNotice } from './HostKeyNotice.tsx';
import { SshLoginForm } from './SshLoginForm.tsx';
import { SshPromptsForm } from './SshPromptsForm.tsx';
import { WarningNotice } from './WarningNotice.tsx';

export type SshNoticeProps = { snapshot: SshSnapshot; console: SshConsole };

/** What stands between the user and the shell, if anything, and the one thing to do about it. */
export function SshNotice({ snapshot, console }: SshNoticeProps): ReactNode {
  const t = useT();
  const { state, error, end, warning, ssh } = snapshot;
  switch (state) {
    case 'disconnected':
      return (
        <>
          {ssh.step === 'failed' && <Notice kind="error" title={ssh.error.message} />}
          {end && <EndNotice end={end} />}
        </>
      );
    case 'busy':
    case 'refused':
    case 'failed':
      return <ErrorNotice title={t('ssh:failedTitle')} error={error} />;
    case 'reconnecting':
      return <Notice kind="warning">{t('console:reconnecting')}</Notice>;
    case 'idle':
    case 'connecting':
      return <Loading text={t('ssh:connecting')} />;
    case 'connected':
      return (
        <>
          {warning && <WarningNotice warning={warning} onStay={() => console.connection.stay()} />}
          <SshStep ssh={ssh} console={console} />
        </>
      );
  }
}

function SshStep({ ssh, console }: { ssh: SshSnapshot['ssh']; console: SshConsole }): ReactNode {
  const t = useT();
  switch (ssh.step) {
    case 'connecting':
      return <Loading text={t('ssh:connecting')} />;
    case 'hostKey':
      return <HostKeyNotice hostKey={ssh.hostKey} console={console} />;
    case 'login':
      return <SshLoginForm key={ssh.attempts} state={ssh} console={console} />;
    case 'authenticating':
      return <Loading text={t('ssh:authenticating')} />;
    case 'prompts':
      return <SshPromptsForm key={ssh.promptId} state={ssh} console={console} />;
    case 'failed':
      return <Notice kind="error" title={ssh.error.message} />;
    case 'open':
      return null;
  }
}
