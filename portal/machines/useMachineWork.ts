import { useState, useSyncExternalStore } from 'react';
import { usePortal } from '../PortalContext.ts';
import { MachineWork, type Work } from './machineWork.ts';

/** The seam between React and the power operations that a page begins. They go on when it is left. */
export function useMachineWork(): { readonly work: MachineWork; readonly works: readonly Work[] } {
  const { api } = usePortal();
  const [work] = useState(
    () =>
      new MachineWork({
        changePower: (vmId, action, skipShutdown) => api.changePower(vmId, action, skipShutdown),
        now: Date.now,
      }),
  );
  const works = useSyncExternalStore(work.subscribe, () => work.works);
  return { work, works };
}
