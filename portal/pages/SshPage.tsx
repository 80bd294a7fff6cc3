import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useCallback, useRef } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { useBastions } from '../query/useBastions.ts';
import { useSsh } from '../session/useSsh.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';
import { SshNotice } from './SshNotice.tsx';

/** A machine's shell, through the first bastion that the user may see. */
export function SshPage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const bastions = useBastions();
  const bastionId = bastions.data?.[0]?.id;
  if (bastionId !== undefined) return <SshSession bastionId={bastionId} vmId={vmId} />;
  return (
    <>
      <PageTitle title={t('ssh:title', { name: targetName(vmId) })} />
      {bastions.isPending ? (
        <Loading />
      ) : (
        <ErrorNotice title={t('ssh:noBastion')} error={bastions.error ?? new Error(t('ssh:noBastion'))} />
      )}
    </>
  );
}

function SshSession(place: { bastionId: string; vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const bar = useRef<HTMLDivElement>(null);
  const onLeave = useCallback(() => bar.current?.querySelector('button')?.focus(), []);
  const { console, terminal, snapshot } = useSsh(api, place, onLeave);
  const isOpen = snapshot.state === 'connected' && snapshot.ssh.step === 'open';
  return (
    <div className="console-page">
      <PageTitle title={t('ssh:title', { name: targetName(place.vmId) })} />
      <ConsoleStatusBar ref={bar} snapshot={snapshot} connection={console.connection} isShell />
      <SshNotice snapshot={snapshot} console={console} />
      <TerminalPane terminal={terminal} isDimmed={!isOpen} label={t('ssh:region')} />
      <p className="fine">{t('console:leaveHint')}</p>
    </div>
  );
}
