import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../../shared/client/api.ts';
import type { ArmResource } from '../../shared/client/armResources.ts';
import type { Route } from '../router.ts';
import { keys } from './keys.ts';
import { bastionsQuery } from './useBastions.ts';

/** The newest of a bastion's sessions, as whoever opens the page shows them first. What fails, fails at once. */
export const firstSessionsQuery = (api: Api, bastionId: string) => ({
  queryKey: keys.firstSessions(bastionId),
  queryFn: () => api.listSessions(bastionId),
  retry: false,
  structuralSharing: false,
  // Only from the start of the portal until its page is drawn.
  staleTime: 2_000,
  gcTime: 2_000,
});

/** Asks for what the Sessions page will ask for, before there is a page. What fails is asked for again by it. */
export async function prefetchSessions(
  { api, queries }: { readonly api: Api; readonly queries: QueryClient },
  route: Route,
): Promise<void> {
  if (route.page !== 'sessions') return;
  const bastions = queries.prefetchQuery(bastionsQuery(api));
  if (route.bastionId === undefined) await bastions;
  const bastionId = route.bastionId ?? queries.getQueryData<ArmResource[]>(keys.bastions)?.[0]?.id;
  if (bastionId !== undefined) await queries.prefetchQuery(firstSessionsQuery(api, bastionId));
}
