import { useQuery } from '@tanstack/react-query';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** What a machine's serial console needs, as it is now and for whoever is signed in. */
export function usePrerequisites(vmId: string) {
  const { api } = usePortal();
  return useQuery({
    queryKey: keys.prerequisites(vmId),
    queryFn: () => api.listPrerequisites(vmId),
  });
}
