import { useQuery } from '@tanstack/react-query';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useBastions } from '../query/useBastions.ts';
import { scopesAbove } from './scopeName.ts';

/** Every scope that there is to ask about, from the widest to the narrowest; undefined while it is not known. */
export function useScopes(): { readonly scopes: readonly string[] | undefined; readonly error: unknown } {
  const { api } = usePortal();
  const bastions = useBastions();
  const machines = useQuery({ queryKey: keys.machines, queryFn: () => api.listVirtualMachines() });
  const instances = useQuery({ queryKey: keys.instances, queryFn: () => api.listScaleSetInstances() });
  const lists = [bastions, machines, instances];
  const isPending = lists.some((list) => list.isPending);
  const resources = lists.flatMap((list) => list.data ?? []).map(({ id }) => id);
  return {
    scopes: isPending ? undefined : [...new Set([...resources.flatMap(scopesAbove), ...resources])],
    error: lists.find((list) => list.error !== null)?.error,
  };
}
