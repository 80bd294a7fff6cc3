import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useCallback, useRef } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { PageTitle } from '../components/PageTitle.tsx';
import { usePortal } from '../PortalContext.ts';
import { canType } from '../session/createConsole.ts';
import { useConsole } from '../session/useConsole.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { texts } from '../texts.ts';
import { ConsoleNotice } from './ConsoleNotice.tsx';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';
import { PasteNotice } from './PasteNotice.tsx';
import { SizeButton } from './SizeButton.tsx';

export function SerialConsolePage({ vmId }: { vmId: string }): ReactNode {
  const { api } = usePortal();
  const bar = useRef<HTMLDivElement>(null);
  const onLeave = useCallback(() => bar.current?.querySelector('button')?.focus(), []);
  const { connection, terminal, paste, snapshot, pasting } = useConsole(api, vmId, onLeave);
  return (
    <div className="console-page">
      <PageTitle title={texts.console.title(targetName(vmId))} />
      <ConsoleStatusBar ref={bar} snapshot={snapshot} connection={connection}>
        {canType(snapshot) && <SizeButton terminal={terminal} onType={(text) => paste.paste(text, false)} />}
      </ConsoleStatusBar>
      <ConsoleNotice snapshot={snapshot} connection={connection} vmId={vmId} />
      <PasteNotice state={pasting} paste={paste} />
      <TerminalPane terminal={terminal} isDimmed={snapshot.state !== 'connected'} />
      <p className="fine">
        {texts.console.blackHint} {texts.console.leaveHint}
      </p>
    </div>
  );
}
