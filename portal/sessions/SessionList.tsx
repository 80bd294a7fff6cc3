import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { ApiError } from '../../shared/client/apiError.ts';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/useNow.ts';
import { useT } from '../i18n/i18n.ts';
import { paths, useSearchParam } from '../router.ts';
import { MonitoringNotice } from './MonitoringNotice.tsx';
import { SessionGrid } from './SessionGrid.tsx';
import { SessionToolbar } from './SessionToolbar.tsx';
import { useChoice } from './useChoice.ts';
import { useSessionRows } from './useSessionRows.ts';
import { useSessions } from './useSessions.ts';

const DisconnectDialog = lazy(async () => ({
  default: (await import('./DisconnectDialog.tsx')).DisconnectDialog,
}));

const none: readonly SessionResource[] = [];

/** Who is connected now. */
export function SessionList({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const now = useNow();
  const sessions = useSessions(bastionId);
  const [filter, setFilter] = useSearchParam('filter', 'typed');
  const [isHeld, setHeld] = useState(false);
  const [toDisconnect, setToDisconnect] = useState(none);
  const all = sessions.value?.value ?? none;
  const rows = useSessionRows(all, filter, now, isHeld);
  const choice = useChoice(rows.rows, rows.goneIds);

  function onDisconnectClosed(): void {
    setToDisconnect(none);
    choice.clear();
    void sessions.reload();
  }

  return (
    <section className="sessions" aria-label={t('sessions:title')} aria-busy={sessions.isLoading}>
      <SessionToolbar
        bastionId={bastionId}
        sessions={sessions}
        rows={rows}
        selected={choice.selected}
        filter={filter}
        onFilter={setFilter}
        onDisconnect={setToDisconnect}
      />
      <ListNotices bastionId={bastionId} sessions={sessions} />
      {sessions.value === undefined && sessions.isLoading && <Loading />}
      {sessions.value !== undefined && rows.rows.length === 0 && (
        <NoSessions isFiltered={all.length > 0} onClear={() => setFilter('', 'step')} />
      )}
      {rows.rows.length > 0 && (
        <SessionGrid
          bastionId={bastionId}
          rows={rows}
          now={now}
          choice={choice}
          onHold={setHeld}
          onDisconnect={(row) => setToDisconnect([row])}
        />
      )}
      {rows.waiting > 0 && (
        <p className="waiting" role="status">
          {t('sessions:waiting', { count: rows.waiting })}
        </p>
      )}
      {sessions.value?.nextLink !== undefined && !sessions.isLoading && (
        <Button onClick={sessions.more}>{t('common:more')}</Button>
      )}
      {toDisconnect.length > 0 && (
        <Suspense>
          <DisconnectDialog bastionId={bastionId} sessions={toDisconnect} onClose={onDisconnectClosed} />
        </Suspense>
      )}
    </section>
  );
}

type Listed = { bastionId: string; sessions: ReturnType<typeof useSessions> };

/** What keeps the list from being whole and true, and what would mend it. */
function ListNotices({ bastionId, sessions: { value, error, reload } }: Listed): ReactNode {
  const t = useT();
  const blocked = blockedBy(error);
  const unanswered = value?.unansweredRelays ?? [];
  return (
    <>
      {error !== undefined && blocked === undefined && <ErrorNotice error={error} onTryAgain={reload} />}
      {unanswered.length > 0 && (
        <Notice kind="warning">
          {t('sessions:unanswered', { count: unanswered.length, relays: unanswered.join(', ') })}
        </Notice>
      )}
      {(value?.stale === true || blocked !== undefined) && (
        <MonitoringNotice bastionId={bastionId} error={blocked} />
      )}
    </>
  );
}

/** A refresh that the bastion's own subnet prevents, which is mended there and not by trying again. */
function blockedBy(error: unknown): ApiError | undefined {
  return error instanceof ApiError && error.code === 'SessionMonitoringBlocked' ? error : undefined;
}

function NoSessions({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): ReactNode {
  const t = useT();
  if (isFiltered) {
    return (
      <EmptyState title={t('sessions:filter.nothing')}>
        <Button onClick={onClear}>{t('sessions:filter.clear')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<PlugConnectedRegular fontSize={48} />}
      title={t('sessions:empty')}
      text={t('sessions:emptyHint')}
    >
      <Link href={paths.virtualMachines()}>{t('sessions:emptyAction')}</Link>
    </EmptyState>
  );
}
