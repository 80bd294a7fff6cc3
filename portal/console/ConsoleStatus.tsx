import type { ReactNode } from 'react';
import { type ConsoleSnapshot, isUp } from '../../shared/client/consoleSnapshot.ts';
import { Badge } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { useIsLoggedIn, useSnapshot } from '../session/useOpenConsole.ts';
import { CaughtUp } from './CaughtUp.tsx';
import { Observers } from './Observers.tsx';
import { OperatorStatus } from './OperatorStatus.tsx';
import { RecordingBadge } from './RecordingBadge.tsx';
import { stateTones } from './stateTones.ts';

/** Whether it is connected, who types, who watches, and whether it is recorded. */
export function ConsoleStatus({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const snapshot = useSnapshot(console);
  const isLoggedIn = useIsLoggedIn(console);
  const { state, mode, operator, recording, caughtUpBytes } = snapshot;
  const isShared = console.shell === undefined && isUp(snapshot);
  return (
    <div className="console-status">
      <span role="status" data-state={state}>
        <StateBadge snapshot={snapshot} isLoggedIn={isLoggedIn} />
      </span>
      {isShared && (
        <span role="status" className="mode" data-mode={mode}>
          {t(`console:modes.${mode}`)}
        </span>
      )}
      {isShared && state === 'connected' && mode === 'observer' && (
        <OperatorStatus operator={operator} connection={console.connection} />
      )}
      {isShared && <Observers vmId={console.place.vmId} mode={mode} />}
      {recording !== undefined && <RecordingBadge recording={recording} />}
      <CaughtUp key={caughtUpBytes} bytes={caughtUpBytes} />
    </div>
  );
}

function StateBadge({ snapshot, isLoggedIn }: { snapshot: ConsoleSnapshot; isLoggedIn: boolean }): ReactNode {
  const t = useT();
  const { state, error, isMoved = false } = snapshot;
  if (error?.code === 'VirtualMachineNotRunning') return <Badge tone="neutral">{t('console:off')}</Badge>;
  if (error?.code === 'AccessLocked') return <Badge tone="bad">{t('console:locked')}</Badge>;
  if (isMoved) return <Badge tone="neutral">{t('console:moved.state')}</Badge>;
  if (state === 'connected' && !isLoggedIn) return <Badge tone="busy">{t('ssh:notLoggedIn')}</Badge>;
  return <Badge tone={stateTones[state]}>{t(`console:states.${state}`)}</Badge>;
}
