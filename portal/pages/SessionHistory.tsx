import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { HistoryTable } from './HistoryTable.tsx';

/** Sessions that are over, newest first: why each ended, who ended it and what was said. */
export function SessionHistory({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.endedSessions(bastionId),
    queryFn: ({ pageParam }) =>
      pageParam === '' ? api.listSessions(bastionId, { state: 'ended' }) : api.moreSessions(pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextLink,
  });
  const rows = data?.pages.flatMap((page) => page.value);

  return (
    <section aria-label={t('sessions:history.label')} aria-busy={isFetching}>
      <div className="toolbar">
        <button type="button" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? t('common:refreshing') : t('common:refresh')}
        </button>
        {rows !== undefined && (
          <span className="fine as-of" role="status">
            {t('sessions:count', { count: rows.length })}
          </span>
        )}
      </div>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => void refetch()} />}
      {isPending && <Loading />}
      {rows?.length === 0 && <p className="empty">{t('sessions:history.empty')}</p>}
      {rows !== undefined && rows.length > 0 && <HistoryTable rows={rows} />}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t('common:more')}
        </button>
      )}
    </section>
  );
}
