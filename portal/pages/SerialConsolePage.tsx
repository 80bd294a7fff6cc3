import { type ReactNode, useCallback, useMemo } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { isUp } from '../../shared/client/consoleSnapshot.ts';
import { ConsoleNotice } from '../console/ConsoleNotice.tsx';
import { ConsoleView } from '../console/ConsoleView.tsx';
import { NoConsole } from '../console/NoConsole.tsx';
import { SizeButton } from '../console/SizeButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { MachineMenu } from '../machines/MachineMenu.tsx';
import { consoleActions } from '../machines/machineActions.ts';
import type { MachineWork } from '../machines/machineWork.ts';
import { OperationLine } from '../machines/OperationLine.tsx';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import type { ConsolePlace } from '../session/consolePlace.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useOpenConsole, useSnapshot } from '../session/useOpenConsole.ts';

export function SerialConsolePage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const place = useMemo<ConsolePlace>(() => ({ kind: 'serial', vmId }), [vmId]);
  const { console, isRefused } = useOpenConsole(place);
  const title = t('console:title', { name: targetName(vmId) });
  if (console === undefined) return <NoConsole title={title} isRefused={isRefused} />;
  return <SerialConsole console={console} title={title} />;
}

function SerialConsole({ console, title }: { console: OpenConsole; title: string }): ReactNode {
  const t = useT();
  const { work, works } = useMachineWork();
  const snapshot = useSnapshot(console);
  const { vmId } = console.place;
  return (
    <ConsoleView
      console={console}
      title={title}
      label={t('console:region')}
      actions={isUp(snapshot) && <SerialActions console={console} work={work} />}
      notice={
        <>
          <ConsoleNotice console={console} work={work} />
          {isUp(snapshot) && snapshot.power === 'running' && (
            <WorkNotice work={works.find((one) => one.vmId === vmId)} onDismiss={() => work.dismiss(vmId)} />
          )}
        </>
      }
    >
      {snapshot.operation !== undefined && <OperationLine operation={snapshot.operation} />}
      <p className="fine console-hint">
        {t('console:blackHint')} {t('console:leaveHint')}
      </p>
    </ConsoleView>
  );
}

function SerialActions({ console, work }: { console: OpenConsole; work: MachineWork }): ReactNode {
  const t = useT();
  const { place, terminal, paste } = console;
  const { power } = useSnapshot(console);
  const focusTerminal = useCallback(() => terminal.focus(), [terminal]);
  return (
    <>
      <MachineMenu
        text={t('machines:menu')}
        machine={{ id: place.vmId, name: targetName(place.vmId) }}
        actions={consoleActions(power)}
        work={work}
        onClosed={focusTerminal}
      />
      {console.canType && <SizeButton terminal={terminal} onType={(text) => paste.paste(text, false)} />}
    </>
  );
}
