import type { ReactNode } from 'react';
import type { SshState } from '../../shared/contracts/sshFrames.ts';
import { Link } from '../components/Link.tsx';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import { paths } from '../router.ts';
import { SshFaultText } from './SshFaultText.tsx';

export type SshFailureNoticeProps = { state: Extract<SshState, { step: 'failed' }>; vmId: string };

/** There will be no shell. What a machine's SSH server hides, its serial console often shows. */
export function SshFailureNotice({ state: { error, hostKey }, vmId }: SshFailureNoticeProps): ReactNode {
  const t = useT();
  return (
    <Notice kind="error" title={t('ssh:noShellTitle')}>
      <p>
        <SshFaultText error={error} />
      </p>
      {hostKey !== undefined && (
        <p className="fine">
          {hostKey.algorithm} <code>{hostKey.fingerprint}</code>
        </p>
      )}
      <Link href={paths.serialConsole(vmId)}>{t('machines:serialConsole')}</Link>
      <p className="fine">{t('errors:code', { code: error.code })}</p>
    </Notice>
  );
}
