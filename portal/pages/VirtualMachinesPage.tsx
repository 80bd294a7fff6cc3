import { type ReactNode, useCallback, useState } from 'react';
import type { VirtualMachine } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';
import { texts } from '../texts.ts';
import { BootDiagnosticsDialog } from './BootDiagnosticsDialog.tsx';
import { VirtualMachineTable } from './VirtualMachineTable.tsx';

export function VirtualMachinesPage(): ReactNode {
  const { api } = usePortal();
  const machines = useLoaded(useCallback(() => api.listVirtualMachines(), [api]));
  const instances = useLoaded(useCallback(() => api.listScaleSetInstances(), [api]));
  const [diagnosed, setDiagnosed] = useState<VirtualMachine>();
  const rows = [...(machines.value ?? []), ...(instances.value ?? [])];
  const isLoading = machines.isLoading || instances.isLoading;

  function reload(): void {
    void machines.run(() => api.listVirtualMachines());
    void instances.run(() => api.listScaleSetInstances());
  }

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
      {rows.length === 0 && isLoading && <Loading />}
      {rows.length === 0 && !isLoading && machines.value !== undefined && (
        <p className="empty">{texts.virtualMachines.empty}</p>
      )}
      {rows.length > 0 && <VirtualMachineTable rows={rows} onDiagnose={setDiagnosed} />}
      {diagnosed !== undefined && (
        <BootDiagnosticsDialog vm={diagnosed} onClose={() => setDiagnosed(undefined)} />
      )}
    </>
  );
}
