import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Api } from '../../shared/client/api.ts';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from './keys.ts';

export const bastionsQuery = (api: Api) => ({
  queryKey: keys.bastions,
  queryFn: (): Promise<ArmResource[]> => api.listBastions(),
});

/** The bastions that the signed-in person may see. */
export function useBastions(): UseQueryResult<ArmResource[]> {
  const { api } = usePortal();
  return useQuery(bastionsQuery(api));
}
