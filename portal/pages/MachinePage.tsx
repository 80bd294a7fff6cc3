import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect } from 'react';
import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useT } from '../i18n/i18n.ts';
import { aboveMachine } from '../machines/aboveMachine.ts';
import { MachineFacts } from '../machines/MachineFacts.tsx';
import { MachineLinks } from '../machines/MachineLinks.tsx';
import { MachineToolbar } from '../machines/MachineToolbar.tsx';
import { PrerequisiteSummary } from '../machines/PrerequisiteSummary.tsx';
import { useMachineWork } from '../machines/useMachineWork.ts';
import { WhoIsOn } from '../machines/WhoIsOn.tsx';
import { WorkNotice } from '../machines/WorkNotice.tsx';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** Power and the people of a machine change without its page: it is read again so often. */
const rereadMs = 15_000;

/** One machine: its power, who is on it, whether its console would open, and the way to everything else. */
export function MachinePage({ vmId }: { vmId: string }): ReactNode {
  const t = useT();
  const name = targetName(vmId);
  const { work, works } = useMachineWork();
  const mine = works.find((one) => one.vmId === vmId);
  const { machine, reload } = useMachine(vmId);
  useEffect(() => {
    if (mine !== undefined && mine.status !== 'running') void reload();
  }, [mine, reload]);
  const power = machine.data && powerState(machine.data);
  return (
    <>
      <PageTitle title={name} above={aboveMachine(vmId, t('machines:title'))}>
        <p className="fine">{t('machines:overview.subtitle')}</p>
      </PageTitle>
      <MachineToolbar
        machine={{ id: vmId, name }}
        power={power}
        work={work}
        isLoading={machine.isFetching}
        onRefresh={() => void reload()}
      />
      <MachineLinks machine={{ id: vmId, name }} />
      <WorkNotice work={mine} onDismiss={() => work.dismiss(vmId)} />
      {machine.error !== null && <ErrorNotice error={machine.error} onTryAgain={reload} />}
      {machine.isPending && <Loading />}
      {machine.data !== undefined && (
        <div className="cards">
          <MachineFacts vm={machine.data} work={mine} />
          <WhoIsOn vmId={vmId} />
          <PrerequisiteSummary vmId={vmId} />
        </div>
      )}
    </>
  );
}

function useMachine(vmId: string) {
  const { api } = usePortal();
  const queries = useQueryClient();
  const machine = useQuery<VirtualMachine>({
    queryKey: keys.machine(vmId),
    queryFn: () => api.getVirtualMachine(vmId),
    refetchInterval: rereadMs,
  });
  const reload = useCallback(() => {
    const stale = [keys.machine, keys.serialPort, keys.prerequisites];
    return Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: key(vmId) })));
  }, [queries, vmId]);
  return { machine, reload };
}
