import type { FleetReader } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { allActive } from './allActive.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { inParallel } from './inParallel.ts';
import type { End } from './ports.ts';

/**
 * Ends every serial console at a scope: a subscription's, or one machine's. Resolves to how many there were. One
 * that cannot be ended now is met by the sweep, which asks the same switches.
 */
export async function endConsoles(
  deps: EndDeps & { readonly fleet: Pick<FleetReader, 'targets'> },
  scope: string,
  end: End,
): Promise<number> {
  const within = (id: string): boolean => `${resourceKey(id)}/`.startsWith(`${resourceKey(scope)}/`);
  const targets = (await deps.fleet.targets()).filter(({ resourceId }) => within(resourceId));
  const bastions = [...new Set(targets.map(({ bastionId }) => resourceKey(bastionId)))];
  const sessions = (await inParallel(bastions, (id) => allActive(deps, id))).flat();
  const consoles = sessions.filter(
    ({ protocol, targetResourceId }) => protocol === 'Serial' && within(targetResourceId),
  );
  await inParallel(consoles, ({ sessionId }) => endSession(deps, sessionId, end).catch(() => undefined));
  return consoles.length;
}
