import { subscriptionOf } from '../../shared/access/scope.ts';
import { resourceKey } from '../../shared/fleet/resourceId.ts';
import type { AccessLock, AccessLockStore, LockPlace } from '../../shared/locks/accessLock.ts';

/** Access locks in memory. */
export function fakeLocks(): AccessLockStore & { readonly rows: Map<string, AccessLock> } {
  const rows = new Map<string, AccessLock>();
  const keyOf = ({ scope, name }: LockPlace): string => resourceKey(`${scope} ${name}`);
  return {
    rows,
    list: async (subscriptionId) =>
      [...rows.values()].filter(({ scope }) => subscriptionOf(scope) === subscriptionId.toLowerCase()),
    async put(lock) {
      const isNew = !rows.has(keyOf(lock));
      rows.set(keyOf(lock), lock);
      return isNew;
    },
    async remove(place) {
      const found = rows.get(keyOf(place));
      rows.delete(keyOf(place));
      return found;
    },
    async purge(before, limit) {
      const over = [...rows].filter(([, { expiresAt = Infinity }]) => expiresAt <= before).slice(0, limit);
      for (const [key] of over) rows.delete(key);
      return over.length;
    },
  };
}
