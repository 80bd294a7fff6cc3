import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** Power changes without whoever reads this: it is read again so often. */
const rereadMs = 30_000;

/** Every machine and scale-set instance that the signed-in person may see. */
export function useMachines() {
  const { api } = usePortal();
  const queries = useQueryClient();
  const machines = useQuery({
    queryKey: keys.machines,
    queryFn: () => api.listVirtualMachines(),
    refetchInterval: rereadMs,
  });
  const instances = useQuery({
    queryKey: keys.instances,
    queryFn: () => api.listScaleSetInstances(),
    refetchInterval: rereadMs,
  });
  const reload = useCallback(
    () =>
      Promise.all([keys.machines, keys.instances].map((queryKey) => queries.invalidateQueries({ queryKey }))),
    [queries],
  );
  const rows = useMemo(
    () => [...(machines.data ?? []), ...(instances.data ?? [])],
    [machines.data, instances.data],
  );
  return { machines, instances, rows, reload };
}
