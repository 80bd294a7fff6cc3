import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';

export type OperatorStatusProps = {
  operator: ConsoleSnapshot['operator'];
  connection: ConsoleConnection;
};

/** For who watches: who types, and the way to type oneself. */
export function OperatorStatus({ operator, connection }: OperatorStatusProps): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  return (
    <>
      {operator !== undefined && (
        <span data-operator={operator?.name ?? ''}>
          {operator === null
            ? t('console:operatorNone')
            : t('console:operatorIs', { name: operator.name, since: formats.recent(operator.since, now) })}
        </span>
      )}
      <Button size="small" onClick={() => void connection.changeMode('operator')}>
        {t('console:startTyping')}
      </Button>
    </>
  );
}
