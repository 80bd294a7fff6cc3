import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { HostKey } from '../../shared/contracts/sshFrames.ts';
import { Notice } from '../components/Notice.tsx';
import { useT } from '../i18n/i18n.ts';
import type { SshConsole } from '../session/sshConsole.ts';

/** The first time that anybody connects to this machine: is it the right one? */
export function HostKeyNotice({ hostKey, shell }: { hostKey: HostKey; shell: SshConsole }): ReactNode {
  const t = useT();
  return (
    <Notice kind="warning" title={t('ssh:hostKeyTitle')}>
      <p>{t('ssh:hostKeyIntro')}</p>
      <p>
        {hostKey.algorithm} <code>{hostKey.fingerprint}</code>
      </p>
      <Button appearance="primary" onClick={() => shell.trust()}>
        {t('ssh:trust')}
      </Button>
    </Notice>
  );
}
