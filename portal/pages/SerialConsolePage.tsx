import '@xterm/xterm/css/xterm.css';
import '../styles/console.css';
import { type ReactNode, useCallback, useRef } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { canType, isUp } from '../../shared/client/consoleSnapshot.ts';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { MachineMenu } from '../machines/MachineMenu.tsx';
import { consoleActions } from '../machines/machineActions.ts';
import { OperationLine } from '../machines/OperationLine.tsx';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { usePortal } from '../PortalContext.ts';
import { useConsole } from '../session/useConsole.ts';
import { TerminalPane } from '../terminal/TerminalPane.tsx';
import { ConsoleNotice } from './ConsoleNotice.tsx';
import { ConsoleStatusBar } from './ConsoleStatusBar.tsx';
import { Observers } from './Observers.tsx';
import { PasteNotice } from './PasteNotice.tsx';
import { SizeButton } from './SizeButton.tsx';

export function SerialConsolePage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const bar = useRef<HTMLDivElement>(null);
  const onLeave = useCallback(() => bar.current?.querySelector('button')?.focus(), []);
  const { connection, terminal, paste, snapshot, pasting } = useConsole(api, vmId, onLeave);
  const focusTerminal = useCallback(() => terminal.focus(), [terminal]);
  const { work, works } = useMachineWork();
  const machine = { id: vmId, name: targetName(vmId) };
  return (
    <div className="console-page">
      <PageTitle title={t('console:title', { name: machine.name })} />
      <ConsoleStatusBar
        ref={bar}
        snapshot={snapshot}
        connection={connection}
        presence={isUp(snapshot) && <Observers vmId={vmId} mode={snapshot.mode} />}
      >
        {isUp(snapshot) && (
          <MachineMenu
            text={t('machines:menu')}
            machine={machine}
            actions={consoleActions(snapshot.power)}
            work={work}
            onClosed={focusTerminal}
          />
        )}
        {canType(snapshot) && <SizeButton terminal={terminal} onType={(text) => paste.paste(text, false)} />}
      </ConsoleStatusBar>
      <ConsoleNotice snapshot={snapshot} connection={connection} vmId={vmId} work={work} />
      {isUp(snapshot) && snapshot.power === 'running' && (
        <WorkNotice work={works.at(-1)} machine={machine} onDismiss={() => work.dismiss(vmId)} />
      )}
      <PasteNotice state={pasting} paste={paste} />
      <TerminalPane terminal={terminal} isDimmed={snapshot.state !== 'connected'} />
      {snapshot.operation !== undefined && <OperationLine operation={snapshot.operation} />}
      <p className="fine">
        {t('console:blackHint')} {t('console:leaveHint')}
      </p>
    </div>
  );
}
