import { useCallback } from 'react';
import type { ArmResource } from '../../shared/client/armResources.ts';
import { type Loaded, useLoaded } from '../components/useLoaded.ts';
import { usePortal } from '../PortalContext.ts';

/** The bastions that the user may see, and the one that the address means: without one there, the first. */
export function useBastion(
  bastionId: string | undefined,
): Loaded<ArmResource[]> & { id: string | undefined } {
  const { api } = usePortal();
  const bastions = useLoaded(useCallback(() => api.listBastions(), [api]));
  return { ...bastions, id: bastionId ?? bastions.value?.[0]?.id };
}
