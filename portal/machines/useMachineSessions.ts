import { useQueries } from '@tanstack/react-query';
import type { SessionResource } from '../../shared/contracts/session.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { useBastions } from '../query/useBastions.ts';
import { readAllSessions } from '../sessions/readAllSessions.ts';

const rereadMs = 15_000;

/**
 * Sessions at every bastion that the signed-in person may see, at one machine or at all; undefined where they see
 * none. A bastion whose sessions they may not read counts as none: a list of machines is worth having without it.
 */
export function useMachineSessions(vmId = ''): readonly SessionResource[] | undefined {
  const { api } = usePortal();
  const bastions = useBastions();
  const filter = vmId === '' ? '' : `targetResourceId eq '${vmId}'`;
  const lists = useQueries({
    queries: (bastions.data ?? []).map(({ id }) => ({
      queryKey: keys.machineSessions(id, filter),
      queryFn: () => readAllSessions(api, id, filter === '' ? {} : { $filter: filter }),
      refetchInterval: rereadMs,
      structuralSharing: false,
    })),
  });
  const known = lists.flatMap(({ data }) => (data === undefined ? [] : [data.value]));
  return known.length === 0 ? undefined : known.flat();
}
