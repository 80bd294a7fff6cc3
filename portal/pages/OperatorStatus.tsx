import type { ReactNode } from 'react';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { formatRecent } from '../components/formatTime.ts';
import { useNow } from '../components/useNow.ts';
import { texts } from '../texts.ts';

export type OperatorStatusProps = {
  operator: ConsoleSnapshot['operator'];
  connection: ConsoleConnection;
};

/** For who watches: who types, and the way to type oneself. */
export function OperatorStatus({ operator, connection }: OperatorStatusProps): ReactNode {
  const now = useNow();
  return (
    <>
      {operator !== undefined && (
        <span data-operator={operator?.name ?? ''}>
          {operator === null
            ? texts.console.operatorNone
            : texts.console.operatorIs(operator.name, formatRecent(operator.since, now))}
        </span>
      )}
      <button type="button" onClick={() => void connection.changeMode('operator')}>
        {texts.console.startTyping}
      </button>
    </>
  );
}
