import { readOnce } from '../access/readOnce.ts';
import { readSwitchesOnce } from '../prerequisites/readSwitchesOnce.ts';
import type { RightsDeps } from './heldRights.ts';
import type { RelayStore } from './ports.ts';

type FactDeps = RightsDeps & { readonly relays: RelayStore };

/**
 * For one page of a sweep: what its sessions have in common, such as relays, targets and a person's rights, is
 * read once and all are judged by the same reading. A page takes seconds, and a session is looked at again soon.
 */
export const readFactsOnce = <D extends FactDeps>(deps: D): D => ({
  ...deps,
  access: readOnce(deps.access),
  consoleSwitches: readSwitchesOnce(deps.consoleSwitches),
  locks: { ...deps.locks, list: onceEach((subscriptionId) => deps.locks.list(subscriptionId)) },
  relays: { ...deps.relays, get: onceEach((relayId) => deps.relays.get(relayId)) },
  fleet: { ...deps.fleet, target: onceEach((resourceId) => deps.fleet.target(resourceId)) },
});

/** A reading that fails is not kept: the next session may have better luck. */
function onceEach<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const readings = new Map<string, Promise<T>>();
  return (id) => {
    const known = readings.get(id);
    if (known !== undefined) return known;
    const reading = read(id);
    readings.set(id, reading);
    reading.catch(() => readings.delete(id));
    return reading;
  };
}
