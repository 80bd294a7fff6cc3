import type { HeartbeatResponse, RelayPort } from '../contracts/relayApi.ts';
import { bootLogOf } from '../fleet/bootLog.ts';
import type { Target } from '../fleet/fleet.ts';
import { type Hash, portIdOf } from '../fleet/keys.ts';

/** The serial ports that a relay has to hold. */
export function portsOf(
  { hash, targets }: { readonly hash: Hash; readonly targets: readonly Target[] },
  relayId: string,
): readonly RelayPort[] {
  return targets
    .filter((target) => target.relayId === relayId)
    .map((target) => ({
      portId: portIdOf(hash, target.resourceId),
      sshPortId: portIdOf(hash, target.resourceId, 'SSH'),
      targetResourceId: target.resourceId,
      bootLog: bootLogOf(target),
      ...(target.logOutOnLeave ? { logOut: target.osType } : {}),
    }));
}

/** What has changed for a relay since it learnt the ports that it reports: the fleet's rows come and go. */
export function changedPorts(
  own: readonly RelayPort[],
  reported: readonly string[],
): Pick<HeartbeatResponse, 'ports' | 'lostPorts'> {
  const known = new Set(reported);
  const ownIds = new Set(own.map(({ portId }) => portId));
  const ports = own.filter(({ portId }) => !known.has(portId));
  const lostPorts = reported.filter((portId) => !ownIds.has(portId));
  return { ...(ports.length > 0 && { ports }), ...(lostPorts.length > 0 && { lostPorts }) };
}
