import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useCallback, useRef } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { usePortal } from '../PortalContext.ts';
import { useSsh } from '../session/useSsh.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { texts } from '../texts.ts';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';
import { SshNotice } from './SshNotice.tsx';
import { useBastion } from './useBastion.ts';

/** A machine's shell, through the first bastion that the user may see. */
export function SshPage({ vmId }: { vmId: string }): ReactNode {
  const bastion = useBastion(undefined);
  if (bastion.id !== undefined) return <SshSession bastionId={bastion.id} vmId={vmId} />;
  return (
    <>
      <PageTitle title={texts.ssh.title(targetName(vmId))} />
      {bastion.isLoading ? <Loading /> : <ErrorNotice title={texts.ssh.noBastion} error={bastion.error} />}
    </>
  );
}

function SshSession(place: { bastionId: string; vmId: string }): ReactNode {
  const { api } = usePortal();
  const bar = useRef<HTMLDivElement>(null);
  const onLeave = useCallback(() => bar.current?.querySelector('button')?.focus(), []);
  const { console, terminal, snapshot } = useSsh(api, place, onLeave);
  const isOpen = snapshot.state === 'connected' && snapshot.ssh.step === 'open';
  return (
    <div className="console-page">
      <PageTitle title={texts.ssh.title(targetName(place.vmId))} />
      <ConsoleStatusBar ref={bar} snapshot={snapshot} connection={console.connection} isShell />
      <SshNotice snapshot={snapshot} console={console} />
      <TerminalPane terminal={terminal} isDimmed={!isOpen} label={texts.ssh.region} />
      <p className="fine">{texts.console.leaveHint}</p>
    </div>
  );
}
