import { useQuery } from '@tanstack/react-query';
import type { PolicyResource } from '../../shared/contracts/policy.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from './keys.ts';

/** What the bastion in front of a machine asks of its sessions; undefined while that is not known, or may not be read. */
export function useMachinePolicy(vmId: string): PolicyResource | undefined {
  const { api } = usePortal();
  const port = useQuery({ queryKey: keys.serialPort(vmId), queryFn: () => api.getSerialPort(vmId) });
  const bastionId = port.data?.properties.bastionId ?? '';
  return useQuery({
    queryKey: keys.policy(bastionId),
    queryFn: () => api.getPolicy(bastionId),
    enabled: bastionId !== '',
  }).data;
}
