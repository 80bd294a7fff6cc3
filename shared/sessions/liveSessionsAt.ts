import { coversScope } from '../access/scope.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { allActive } from './allActive.ts';
import { inParallel } from './inParallel.ts';
import type { SessionStore } from './ports.ts';
import { isLive, type Session } from './session.ts';

export type LiveSessionDeps = {
  readonly sessions: Pick<SessionStore, 'readActive'>;
  readonly fleet: Pick<FleetReader, 'targets' | 'bastions'>;
};

/** Sessions whose machine or bastion is at or below a scope, and that nobody has begun to end. */
export async function liveSessionsAt(deps: LiveSessionDeps, scope: string): Promise<readonly Session[]> {
  const [targets, bastions] = await Promise.all([deps.fleet.targets(), deps.fleet.bastions()]);
  const within = (id: string): boolean => coversScope(scope, id);
  const ids = [
    ...targets.filter(({ resourceId }) => within(resourceId)).map(({ bastionId }) => bastionId),
    ...bastions.map(({ resourceId }) => resourceId).filter(within),
  ];
  const all = await inParallel([...new Set(ids.map(resourceKey))], (id) => allActive(deps, id));
  return all
    .flat()
    .filter(isLive)
    .filter(({ targetResourceId, bastionId }) => within(targetResourceId) || within(bastionId));
}
