import type { MachinePower } from '../../shared/contracts/machineOperation.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import type { Deps } from '../deps.ts';

export type Power = MachinePower | undefined;

/** Power as a target's relay reported it last; undefined when it never did. Reads each relay once, for lists. */
export function createPowerReader(deps: Deps): (target: Target) => Promise<Power> {
  const relays = new Map<string, ReturnType<Deps['relays']['get']>>();
  return async ({ relayId, resourceId }) => {
    const reading = relays.get(relayId) ?? deps.relays.get(relayId);
    relays.set(relayId, reading);
    const portId = portIdOf(deps.hash, resourceId);
    return (await reading)?.ports.find((port) => port.portId === portId)?.power;
  };
}

export const powerOf = (deps: Deps, target: Target): Promise<Power> => createPowerReader(deps)(target);
