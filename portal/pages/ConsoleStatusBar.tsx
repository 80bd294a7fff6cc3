import type { ReactNode, Ref } from 'react';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { type ConsoleSnapshot, type ConsoleState, isUp } from '../../shared/client/consoleSnapshot.ts';
import { Badge, type BadgeTone } from '../components/Badge.tsx';
import { useT } from '../i18n/i18n.ts';
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
  const t = useT();
  const { state, mode } = snapshot;
  const isOff = snapshot.error?.code === 'VirtualMachineNotRunning';
  const isUnderWay = state === 'connecting' || isUp(snapshot);
  return (
    <div ref={ref} className="toolbar" role="toolbar" aria-label={t('console:toolbar')}>
      <span role="status" data-state={state}>
        {isOff ? (
          <Badge tone="neutral">{t('console:off')}</Badge>
        ) : (
          <Badge tone={tones[state]}>{t(`console:states.${state}`)}</Badge>
        )}
      </span>
      {!isShell && isUp(snapshot) && (
        <span className="mode" data-mode={mode}>
          {t(`console:modes.${mode}`)}
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
          {t('console:disconnect')}
        </button>
      ) : (
        <button
          type="button"
          className={isOff ? '' : 'primary'}
          onClick={() => void connection.connect({ mode })}
        >
          {state === 'disconnected' ? t('console:reconnect') : t('console:tryAgain')}
        </button>
      )}
    </div>
  );
}
