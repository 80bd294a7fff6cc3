import type { RoleAssignment } from '../access/ports.ts';
import { subscriptionOf } from '../access/scope.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { type EndDeps, endSession } from '../sessions/endSession.ts';
import { lostAccess, type RightsDeps } from '../sessions/heldRights.ts';
import { inParallel } from '../sessions/inParallel.ts';
import { type LiveSessionDeps, liveSessionsAt } from '../sessions/liveSessionsAt.ts';
import { readFactsOnce } from '../sessions/readFactsOnce.ts';
import type { Session } from '../sessions/session.ts';

export type EndRevokedDeps = EndDeps & RightsDeps & LiveSessionDeps & { readonly fleet: RightsDeps['fleet'] };

export type Revoked = {
  /** Where a right was given: it may open what is elsewhere in the subscription, as one on a storage account does. */
  readonly scopes: readonly string[];
  /** Whose right it was; undefined: that of several, such as the members of a group. */
  readonly principalId: string | undefined;
};

export const revokedOf = ({ scope, principalId, principalType }: RoleAssignment): Revoked => ({
  scopes: [scope],
  principalId: principalType === 'Group' ? undefined : principalId,
});

/** Ends at once what lived by a right that is gone. What fails here is met by the sweep. Resolves to how many ended. */
export async function endRevoked(deps: EndRevokedDeps, { scopes, principalId }: Revoked): Promise<number> {
  const subscriptions = new Set(scopes.map((scope) => `/subscriptions/${subscriptionOf(scope) ?? ''}`));
  const live = await inParallel([...subscriptions], (scope) => liveSessionsAt(deps, scope));
  const concerned = live
    .flat()
    .filter((session) => principalId === undefined || sameResource(session.principalId, principalId));
  const once = readFactsOnce(deps);
  const ended = await inParallel(concerned, (session) => endLost(once, session).catch(() => false));
  return ended.filter(Boolean).length;
}

async function endLost(deps: EndRevokedDeps, session: Session): Promise<boolean> {
  const end = await lostAccess(deps, session);
  if (end === undefined) return false;
  await endSession(deps, session.sessionId, end);
  return true;
}
