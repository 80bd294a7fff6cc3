import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { targetName } from '../../shared/client/armResources.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { savePieces } from '../download/saveFile.ts';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useSearchParam } from '../router.ts';
import { FilterBox } from './FilterBox.tsx';
import { HistoryGrid } from './HistoryGrid.tsx';
import { parseSessionFilter } from './parseSessionFilter.ts';
import { csvFileName, sessionsCsv } from './sessionsCsv.ts';

/** Sessions that are over, newest first: why each ended, who ended it and what was said. */
export function SessionHistory({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [filter, setFilter] = useSearchParam('filter', 'typed');
  const { condition, fault } = useMemo(() => parseSessionFilter(filter), [filter]);
  const ended = useEndedSessions(bastionId, useDeferredValue(condition?.odata ?? ''));
  const rows = useMemo(() => ended.data?.pages.flatMap((page) => page.value) ?? [], [ended.data]);
  return (
    <section className="sessions" aria-label={t('sessions:history.label')} aria-busy={ended.isFetching}>
      <div className="toolbar">
        <RefreshButton isRefreshing={ended.isFetching} onRefresh={() => ended.refetch()} />
        <Button
          icon={<ArrowDownloadRegular />}
          disabled={rows.length === 0}
          onClick={() =>
            void savePieces(
              csvFileName(targetName(bastionId), Date.now()),
              sessionsCsv(rows),
              'text/csv;charset=utf-8',
            )
          }
        >
          {t('sessions:export')}
        </Button>
        <FilterBox value={filter} onChange={setFilter} fault={fault} />
      </div>
      {ended.data !== undefined && (
        <div className="list-state">
          <span role="status">{t('sessions:count', { count: rows.length })}</span>
        </div>
      )}
      {ended.error !== null && <ErrorNotice error={ended.error} onTryAgain={() => ended.refetch()} />}
      {ended.isPending && <Loading />}
      {ended.data !== undefined && rows.length === 0 && (
        <EmptyState
          icon={<HistoryRegular fontSize={48} />}
          title={filter === '' ? t('sessions:history.empty') : t('sessions:filter.nothing')}
        >
          {filter !== '' && (
            <Button onClick={() => setFilter('', 'step')}>{t('sessions:filter.clear')}</Button>
          )}
        </EmptyState>
      )}
      {rows.length > 0 && <HistoryGrid rows={rows} />}
      {ended.hasNextPage && (
        <Button disabledFocusable={ended.isFetching} onClick={() => void ended.fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </section>
  );
}

/** Filtered by the control plane: the page has but the newest of them. */
function useEndedSessions(bastionId: string, odata: string) {
  const { api } = usePortal();
  return useInfiniteQuery({
    queryKey: keys.endedSessions(bastionId, odata),
    queryFn: ({ pageParam }) =>
      pageParam === ''
        ? api.listSessions(bastionId, { state: 'ended', ...(odata === '' ? {} : { $filter: odata }) })
        : api.moreSessions(pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextLink,
    placeholderData: (before) => before,
    structuralSharing: false,
  });
}
