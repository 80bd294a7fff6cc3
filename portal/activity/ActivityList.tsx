import { Button } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { type ReactNode, useState } from 'react';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { useSearchParams } from '../router.ts';
import { ActivityDetails } from './ActivityDetails.tsx';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import { filterNames, noFilter } from './activityFilter.ts';
import { ExportButton } from './ExportButton.tsx';
import { useActivity } from './useActivity.ts';

export function ActivityList({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const [filter, change] = useSearchParams(filterNames);
  const { rows, error, isPending, isFetching, hasNextPage, fetchNextPage, refetch } = useActivity(
    bastionId,
    filter,
  );
  const [details, setDetails] = useState<AuditLogEntry>();
  const isEmpty = !isFetching && error === null && rows.length === 0 && !hasNextPage;
  return (
    <section aria-label={t('activity:title')} aria-busy={isFetching}>
      <ActivityFilters filter={filter} change={change}>
        <RefreshButton isRefreshing={isFetching} onRefresh={() => refetch()} />
        <ExportButton bastionId={bastionId} filter={filter} />
        <span className="fine as-of" role="status">
          {!isPending && t('activity:count', { count: rows.length })}
        </span>
      </ActivityFilters>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {isEmpty && (
        <EmptyState
          icon={<HistoryRegular fontSize={40} />}
          title={t('activity:empty.title')}
          text={t('activity:empty.text')}
        >
          <Button onClick={() => change({ ...noFilter, range: 'month' })}>
            {t('activity:empty.action')}
          </Button>
        </EmptyState>
      )}
      {rows.length > 0 && <ActivityTable rows={rows} onDetails={setDetails} />}
      {hasNextPage && (
        <div>
          <Button disabledFocusable={isFetching} onClick={() => void fetchNextPage()}>
            {isFetching ? t('common:loading') : t('activity:further')}
          </Button>
        </div>
      )}
      {details !== undefined && (
        <ActivityDetails
          row={details}
          onClose={() => setDetails(undefined)}
          onOnly={(changes) => {
            setDetails(undefined);
            change(changes);
          }}
        />
      )}
    </section>
  );
}
