import type { HeartbeatResponse } from '../shared/contracts/relayApi.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import type { HeldPort, PortBlobs } from './heldPort.ts';
import type { Log } from './log.ts';

type FleetDeps = PortBlobs & { readonly log: Log };

/** The control plane says which of the ports that are held here are this relay's; it may say so again and again. */
export function followFleet(
  deps: FleetDeps,
  held: readonly HeldPort[],
  { ports = [], lostPorts = [] }: Pick<HeartbeatResponse, 'ports' | 'lostPorts'>,
): void {
  for (const port of held) {
    if (port.portId === undefined || !lostPorts.includes(port.portId)) continue;
    port.left();
    deps.log.warn('portLeft', { target: port.key });
  }
  if (ports.length === 0) return;
  const byKey = new Map(held.map((port) => [port.key, port]));
  for (const port of ports) byKey.get(resourceKey(port.targetResourceId))?.named(port, deps);
}

export function warnOfUnnamed({ log }: FleetDeps, held: readonly HeldPort[]): void {
  for (const port of held) if (port.portId === undefined) log.warn('portNotInFleet', { target: port.key });
}
