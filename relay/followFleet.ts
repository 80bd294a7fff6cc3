import type { HeartbeatResponse, RelayPort } from '../shared/contracts/relayApi.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import type { HeldPort, PortBlobs } from './heldPort.ts';
import type { Log } from './log.ts';

type FleetDeps = PortBlobs & {
  readonly log: Log;
  /** Ids of ports that the fleet gives to this relay and that its ports file does not have. */
  readonly unheld: Set<string>;
};

/** The control plane says which of the ports that are held here are this relay's; it may say so again and again. */
export function followFleet(
  deps: FleetDeps,
  held: readonly HeldPort[],
  { ports = [], lostPorts = [] }: Pick<HeartbeatResponse, 'ports' | 'lostPorts'>,
): void {
  for (const portId of lostPorts) deps.unheld.delete(portId);
  for (const port of held) {
    if (port.portId === undefined || !lostPorts.includes(port.portId)) continue;
    port.left();
    deps.log.warn('portLeft', { target: port.key });
  }
  if (ports.length === 0) return;
  const byKey = new Map(held.map((port) => [port.key, port]));
  for (const port of ports) {
    const own = byKey.get(resourceKey(port.targetResourceId));
    if (own === undefined) noteUnheld(deps, port);
    else own.named(port, deps);
  }
}

function noteUnheld({ unheld, log }: FleetDeps, { portId, targetResourceId }: RelayPort): void {
  if (!unheld.has(portId)) log.warn('portNotInPortsFile', { target: resourceKey(targetResourceId) });
  unheld.add(portId);
}

export function warnOfUnnamed({ log }: Pick<FleetDeps, 'log'>, held: readonly HeldPort[]): void {
  for (const port of held) if (port.portId === undefined) log.warn('portNotInFleet', { target: port.key });
}
