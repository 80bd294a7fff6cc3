import { useSyncExternalStore } from 'react';
import { usePortal } from '../PortalContext.ts';
import type { MachineWork, Work } from './machineWork.ts';

/** The seam between React and the power operations that the portal has begun, on whichever page. */
export function useMachineWork(): { readonly work: MachineWork; readonly works: readonly Work[] } {
  const { work } = usePortal();
  const works = useSyncExternalStore(work.subscribe, () => work.works);
  return { work, works };
}
