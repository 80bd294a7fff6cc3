import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/client/apiError.ts';
import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';

export type BusyNoticeProps = { error: ApiError; connection: ConsoleConnection };

/** Somebody else types there. Who watches already keeps watching; who comes may watch or take over. */
export function BusyNotice({ error, connection }: BusyNoticeProps): ReactNode {
  const t = useT();
  const isWatching = connection.snapshot.state === 'connected';
  const takeOver = (): void =>
    void (isWatching
      ? connection.changeMode('operator', true)
      : connection.connect({ mode: 'operator', takeOver: true }));
  return (
    <Notice kind="warning" title={t('console:busyTitle')}>
      <BusyOperator error={error} />
      <div className="buttons start">
        <Button
          appearance="primary"
          onClick={() =>
            void (isWatching ? connection.dismissError() : connection.connect({ mode: 'observer' }))
          }
        >
          {isWatching ? t('console:keepWatching') : t('console:observe')}
        </Button>
        <Button className="dangerous" onClick={takeOver}>
          {t('console:takeOver')}
        </Button>
      </div>
    </Notice>
  );
}

function BusyOperator({ error }: { error: ApiError }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { operator } = error;
  if (operator === undefined) return <p lang="en">{error.message}</p>;
  return (
    <>
      <p>{t('console:busySince', { name: operator.name, since: formats.recent(operator.since, now) })}</p>
      <p>
        {operator.isActive
          ? t('console:busyActive')
          : t('console:busyIdle', { since: formats.recent(operator.lastActivityTime, now) })}
      </p>
      <p className="fine">{t('console:takeOverHint')}</p>
    </>
  );
}
