import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect } from 'react';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { VirtualMachineTable } from './VirtualMachineTable.tsx';

export function VirtualMachinesPage(): ReactNode {
  const t = useT();
  const { machines, instances, reload } = useMachines();
  const { work, works } = useMachineWork();
  const rows = [...(machines.data ?? []), ...(instances.data ?? [])];
  const isLoading = machines.isFetching || instances.isFetching;
  // What an operation has changed is in the list once it is over.
  useEffect(() => {
    if (works.some(({ status }) => status !== 'running')) reload();
  }, [works, reload]);

  return (
    <>
      <PageTitle title={t('machines:title')}>
        <p className="fine">{t('machines:subtitle')}</p>
      </PageTitle>
      <div className="toolbar">
        <button type="button" disabled={isLoading} onClick={reload}>
          {isLoading ? t('common:refreshing') : t('common:refresh')}
        </button>
      </div>
      {machines.error !== null && <ErrorNotice error={machines.error} onTryAgain={reload} />}
      {instances.error !== null && (
        <ErrorNotice title={t('machines:instancesFailed')} error={instances.error} />
      )}
      {rows.map((vm) => (
        <WorkNotice
          key={vm.id}
          work={works.find(({ vmId }) => vmId === vm.id)}
          machine={vm}
          onDismiss={() => work.dismiss(vm.id)}
        />
      ))}
      {rows.length === 0 && isLoading && <Loading />}
      {rows.length === 0 && !isLoading && machines.data !== undefined && (
        <p className="empty">{t('machines:empty')}</p>
      )}
      {rows.length > 0 && <VirtualMachineTable rows={rows} work={work} works={works} />}
    </>
  );
}

function useMachines() {
  const { api } = usePortal();
  const queries = useQueryClient();
  const machines = useQuery({ queryKey: keys.machines, queryFn: () => api.listVirtualMachines() });
  const instances = useQuery({ queryKey: keys.instances, queryFn: () => api.listScaleSetInstances() });
  const reload = useCallback(() => {
    void queries.invalidateQueries({ queryKey: keys.machines });
    void queries.invalidateQueries({ queryKey: keys.instances });
  }, [queries]);
  return { machines, instances, reload };
}
