import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { formatRecent } from '../components/formatTime.ts';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/useNow.ts';
import { texts } from '../texts.ts';

export type BusyNoticeProps = { error: ApiError; connection: ConsoleConnection };

/** Somebody else types there. Who watches already keeps watching; who comes may watch or take over. */
export function BusyNotice({ error, connection }: BusyNoticeProps): ReactNode {
  const isWatching = connection.snapshot.state === 'connected';
  const takeOver = (): void =>
    void (isWatching
      ? connection.changeMode('operator', true)
      : connection.connect({ mode: 'operator', takeOver: true }));
  return (
    <Notice kind="warning" title={texts.console.busyTitle}>
      <BusyOperator error={error} />
      <div className="buttons start">
        <button
          type="button"
          className="primary"
          onClick={() =>
            void (isWatching ? connection.dismissError() : connection.connect({ mode: 'observer' }))
          }
        >
          {isWatching ? texts.console.keepWatching : texts.console.observe}
        </button>
        <button type="button" className="danger" onClick={takeOver}>
          {texts.console.takeOver}
        </button>
      </div>
    </Notice>
  );
}

function BusyOperator({ error }: { error: ApiError }): ReactNode {
  const now = useNow();
  const { operator } = error;
  if (operator === undefined) return <p>{error.message}</p>;
  return (
    <>
      <p>{texts.console.busySince(operator.name, formatRecent(operator.since, now))}</p>
      <p>
        {operator.isActive
          ? texts.console.busyActive
          : texts.console.busyIdle(formatRecent(operator.lastActivityTime, now))}
      </p>
      <p className="fine">{error.message}</p>
    </>
  );
}
