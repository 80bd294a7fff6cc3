import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useCallback, useRef } from 'react';
import { targetName } from '../armResources.ts';
import { PageTitle } from '../components/PageTitle.tsx';
import { usePortal } from '../PortalContext.ts';
import { useConsole } from '../session/useConsole.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { texts } from '../texts.ts';
import { ConsoleNotice } from './ConsoleNotice.tsx';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';

export function SerialConsolePage({ vmId }: { vmId: string }): ReactNode {
  const { api } = usePortal();
  const bar = useRef<HTMLDivElement>(null);
  const onLeave = useCallback(() => bar.current?.querySelector('button')?.focus(), []);
  const { connection, terminal, snapshot } = useConsole(api, vmId, onLeave);
  return (
    <div className="console-page">
      <PageTitle title={texts.console.title(targetName(vmId))} />
      <ConsoleStatusBar ref={bar} snapshot={snapshot} connection={connection} />
      <ConsoleNotice snapshot={snapshot} connection={connection} vmId={vmId} />
      <TerminalPane terminal={terminal} isDimmed={snapshot.state !== 'connected'} />
      <p className="fine">
        {texts.console.blackHint} {texts.console.leaveHint}
      </p>
    </div>
  );
}
