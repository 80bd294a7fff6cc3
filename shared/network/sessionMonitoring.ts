import { SallyportError } from '../contracts/errors.ts';
import type { Bastion, FleetReader } from '../fleet/fleet.ts';
import { type BastionNetwork, trafficRequirement } from './bastionRequirements.ts';
import { sessionMonitoring } from './bastionTraffic.ts';

type NetworkDeps = { readonly fleet: Pick<FleetReader, 'networkSecurityGroup'> };

/** Where a bastion stands; undefined when the fleet does not say all of it. */
export async function networkOf(
  { fleet }: NetworkDeps,
  { subnet }: Bastion,
): Promise<BastionNetwork | undefined> {
  if (subnet === undefined) return undefined;
  const { networkSecurityGroupId: groupId } = subnet;
  if (groupId === undefined) return { subnet, group: undefined };
  const group = await fleet.networkSecurityGroup(groupId);
  return group === undefined ? undefined : { subnet, group };
}

/**
 * Why this bastion's sessions cannot be asked for; undefined when they can, or when the rules are not known:
 * what nobody told us of is no reason to refuse.
 */
export async function monitoringFault(
  deps: NetworkDeps,
  bastion: Bastion,
): Promise<SallyportError | undefined> {
  const network = await networkOf(deps, bastion);
  if (network === undefined) return undefined;
  const { status, message } = trafficRequirement(network, sessionMonitoring);
  if (status === 'Pass') return undefined;
  return new SallyportError('SessionMonitoringBlocked', `The sessions cannot be refreshed. ${message}`, {
    target: network.group?.resourceId ?? network.subnet.resourceId,
  });
}
