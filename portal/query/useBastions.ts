import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from './keys.ts';

/** The bastions that the signed-in person may see. */
export function useBastions(): UseQueryResult<ArmResource[]> {
  const { api } = usePortal();
  return useQuery({ queryKey: keys.bastions, queryFn: () => api.listBastions() });
}
