import type { ReactNode } from 'react';
import type { HostKey } from '../../shared/contracts/sshFrames.ts';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { SshConsole } from '../session/sshConsole.ts';

/** The first time that anybody connects to this machine: is it the right one? */
export function HostKeyNotice({ hostKey, console }: { hostKey: HostKey; console: SshConsole }): ReactNode {
  const t = useT();
  return (
    <Notice kind="warning" title={t('ssh:hostKeyTitle')}>
      <p>{t('ssh:hostKeyIntro')}</p>
      <p>
        {hostKey.algorithm} <code>{hostKey.fingerprint}</code>
      </p>
      <button type="button" className="primary" onClick={() => console.trust()}>
        {t('ssh:trust')}
      </button>
    </Notice>
  );
}
