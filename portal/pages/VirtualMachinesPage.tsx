import { Button, Input } from '@fluentui/react-components';
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { type ReactNode, useEffect, useMemo } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { filterMachines } from '../machines/filterMachines.ts';
import { MachineGrid } from '../machines/MachineGrid.tsx';
import { useMachines } from '../machines/useMachines.ts';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { paths, useSearchParam } from '../router.ts';
import { endTyping } from '../searchSteps.ts';

/** Every machine and instance that one may see. */
export function VirtualMachinesPage(): ReactNode {
  const t = useT();
  const { machines, instances, rows, reload } = useMachines();
  const [filter, setFilter] = useSearchParam('filter', 'typed');
  const { work, works } = useMachineWork();
  const shown = useMemo(() => filterMachines(rows, filter), [rows, filter]);
  const isLoading = machines.isFetching || instances.isFetching;
  // What an operation has changed is in the list once it is over.
  useEffect(() => {
    if (works.some(({ status }) => status !== 'running')) void reload();
  }, [works, reload]);

  return (
    <>
      <PageTitle title={t('machines:title')}>
        <p className="fine">{t('machines:subtitle')}</p>
      </PageTitle>
      <div className="toolbar">
        <RefreshButton isRefreshing={isLoading} onRefresh={reload} />
        <Input
          className="filter-box"
          type="search"
          aria-label={t('machines:filter.label')}
          placeholder={t('machines:filter.example')}
          contentBefore={<SearchRegular />}
          value={filter}
          onChange={(_, { value }) => setFilter(value)}
          onBlur={endTyping}
        />
        {rows.length > 0 && (
          <span role="status" className="fine">
            {t('machines:filter.count', { shown: shown.length, count: rows.length })}
          </span>
        )}
      </div>
      {machines.error !== null && <ErrorNotice error={machines.error} onTryAgain={reload} />}
      {instances.error !== null && (
        <ErrorNotice title={t('machines:instancesFailed')} error={instances.error} />
      )}
      {works.map((one) => (
        <WorkNotice key={one.vmId} work={one} onDismiss={() => work.dismiss(one.vmId)} />
      ))}
      {rows.length === 0 && isLoading && <Loading />}
      {rows.length === 0 && !isLoading && machines.data !== undefined && <NoMachine />}
      {rows.length > 0 && shown.length === 0 && (
        <EmptyState title={t('machines:filter.nothing')}>
          <Button onClick={() => setFilter('', 'step')}>{t('machines:filter.clear')}</Button>
        </EmptyState>
      )}
      {shown.length > 0 && <MachineGrid machines={shown} />}
    </>
  );
}

function NoMachine(): ReactNode {
  const t = useT();
  return (
    <EmptyState
      icon={<DesktopRegular fontSize={48} />}
      title={t('machines:empty')}
      text={t('machines:emptyHint')}
    >
      <Link href={paths.access()}>{t('machines:emptyAction')}</Link>
    </EmptyState>
  );
}
