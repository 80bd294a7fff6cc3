import type { ReactNode } from 'react';
import type { HostKey } from '../../shared/contracts/sshFrames.ts';
import { Notice } from '../components/Notice.tsx';
import type { SshConsole } from '../session/sshConsole.ts';
import { texts } from '../texts.ts';

/** The first time that anybody connects to this machine: is it the right one? */
export function HostKeyNotice({ hostKey, console }: { hostKey: HostKey; console: SshConsole }): ReactNode {
  return (
    <Notice kind="warning" title={texts.ssh.hostKeyTitle}>
      <p>{texts.ssh.hostKeyIntro}</p>
      <p>
        {hostKey.algorithm} <code>{hostKey.fingerprint}</code>
      </p>
      <button type="button" className="primary" onClick={() => console.trust()}>
        {texts.ssh.trust}
      </button>
    </Notice>
  );
}
