import type { Target } from '../../shared/fleet/fleet.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import type { Deps } from '../deps.ts';

export type Power = 'running' | 'stopped' | undefined;

/** Power as the target's relay reported it last; undefined when it never did. */
export async function powerOf(deps: Deps, target: Target): Promise<Power> {
  const relay = await deps.relays.get(target.relayId);
  const portId = portIdOf(deps.hash, target.resourceId);
  return relay?.ports.find((port) => port.portId === portId)?.power;
}
