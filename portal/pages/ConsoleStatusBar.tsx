import type { ReactNode, Ref } from 'react';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { type ConsoleSnapshot, type ConsoleState, isUp } from '../../shared/client/consoleSnapshot.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { texts } from '../texts.ts';
import { OperatorStatus } from './OperatorStatus.tsx';
import { RecordingBadge } from './RecordingBadge.tsx';

export type ConsoleStatusBarProps = {
  ref: Ref<HTMLDivElement>;
  snapshot: ConsoleSnapshot;
  connection: ConsoleConnection;
  /** Who else is there. */
  presence?: ReactNode;
  children?: ReactNode;
  /** One person's own: there are no observers to be told from. */
  isShell?: boolean;
};

const tones: Readonly<Record<ConsoleState, BadgeTone>> = {
  idle: 'neutral',
  connecting: 'busy',
  connected: 'good',
  reconnecting: 'busy',
  disconnected: 'bad',
  busy: 'busy',
  refused: 'bad',
  failed: 'bad',
};

export function ConsoleStatusBar({
  ref,
  snapshot,
  connection,
  presence,
  children,
  isShell = false,
}: ConsoleStatusBarProps): ReactNode {
  const { state, mode } = snapshot;
  const isOff = snapshot.error?.code === 'VirtualMachineNotRunning';
  const isUnderWay = state === 'connecting' || isUp(snapshot);
  return (
    <div ref={ref} className="toolbar" role="toolbar" aria-label={texts.console.toolbar}>
      <span role="status" data-state={state}>
        {isOff ? (
          <Badge tone="neutral">{texts.console.off}</Badge>
        ) : (
          <Badge tone={tones[state]}>{texts.console.states[state]}</Badge>
        )}
      </span>
      {!isShell && isUp(snapshot) && (
        <span className="mode" data-mode={mode}>
          {texts.console.modes[mode]}
        </span>
      )}
      {state === 'connected' && mode === 'observer' && (
        <OperatorStatus operator={snapshot.operator} connection={connection} />
      )}
      {presence}
      {snapshot.recording !== undefined && <RecordingBadge recording={snapshot.recording} />}
      <span className="spring" />
      {children}
      {isUnderWay ? (
        <button type="button" onClick={() => void connection.close()}>
          {texts.console.disconnect}
        </button>
      ) : (
        <button
          type="button"
          className={isOff ? '' : 'primary'}
          onClick={() => void connection.connect({ mode })}
        >
          {state === 'disconnected' ? texts.console.reconnect : texts.console.tryAgain}
        </button>
      )}
    </div>
  );
}
