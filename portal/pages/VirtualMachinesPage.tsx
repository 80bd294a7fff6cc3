import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';
import { BootDiagnosticsDialog } from './BootDiagnosticsDialog.tsx';
import { VirtualMachineTable } from './VirtualMachineTable.tsx';

export function VirtualMachinesPage(): ReactNode {
  const { machines, instances, reload } = useMachines();
  const [diagnosed, setDiagnosed] = useState<VirtualMachine>();
  const { work, works } = useMachineWork();
  const rows = [...(machines.value ?? []), ...(instances.value ?? [])];
  const isLoading = machines.isLoading || instances.isLoading;
  // What an operation has changed is in the list once it is over.
  useEffect(() => {
    if (works.some(({ status }) => status !== 'running')) reload();
  }, [works, reload]);

  return (
    <>
      <PageTitle title={texts.virtualMachines.title}>
        <p className="fine">{texts.virtualMachines.subtitle}</p>
      </PageTitle>
      <div className="toolbar">
        <button type="button" disabled={isLoading} onClick={reload}>
          {isLoading ? texts.sessions.refreshing : texts.sessions.refresh}
        </button>
      </div>
      {machines.error !== undefined && <ErrorNotice error={machines.error} />}
      {instances.error !== undefined && (
        <ErrorNotice title={texts.virtualMachines.instancesFailed} error={instances.error} />
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
      {rows.length === 0 && !isLoading && machines.value !== undefined && (
        <p className="empty">{texts.virtualMachines.empty}</p>
      )}
      {rows.length > 0 && (
        <VirtualMachineTable rows={rows} work={work} works={works} onDiagnose={setDiagnosed} />
      )}
      {diagnosed !== undefined && (
        <BootDiagnosticsDialog vm={diagnosed} onClose={() => setDiagnosed(undefined)} />
      )}
    </>
  );
}

function useMachines() {
  const { api } = usePortal();
  const loadMachines = useCallback(() => api.listVirtualMachines(), [api]);
  const loadInstances = useCallback(() => api.listScaleSetInstances(), [api]);
  const machines = useLoaded(loadMachines);
  const instances = useLoaded(loadInstances);
  const { run: runMachines } = machines;
  const { run: runInstances } = instances;
  const reload = useCallback(() => {
    void runMachines(loadMachines);
    void runInstances(loadInstances);
  }, [runMachines, runInstances, loadMachines, loadInstances]);
  return { machines, instances, reload };
}
