import type { RoleAssignment } from '../access/ports.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { type EndDeps, endSession } from '../sessions/endSession.ts';
import { lostAccess, type RightsDeps } from '../sessions/heldRights.ts';
import { inParallel } from '../sessions/inParallel.ts';
import { type LiveSessionDeps, liveSessionsAt } from '../sessions/liveSessionsAt.ts';
import { readFactsOnce } from '../sessions/readFactsOnce.ts';

export type EndRevokedDeps = EndDeps & RightsDeps & LiveSessionDeps & { readonly fleet: RightsDeps['fleet'] };

/**
 * Ends at once what lived by an assignment that is gone now. In the whole subscription: a right on a storage account
 * opens consoles that are not below it. What fails here is met by the sweep. Resolves to how many ended.
 */
export async function endRevoked(
  deps: EndRevokedDeps,
  { scope, principalId, principalType }: RoleAssignment,
): Promise<number> {
  const subscription = scope.split('/').slice(0, 3).join('/');
  const live = await liveSessionsAt(deps, subscription);
  const once = readFactsOnce(deps);
  const concerned = live.filter(
    (session) => principalType === 'Group' || sameResource(session.principalId, principalId),
  );
  const ended = await inParallel(concerned, async (session) => {
    try {
      const end = await lostAccess(once, session);
      if (end === undefined) return false;
      await endSession(deps, session.sessionId, end);
      return true;
    } catch {
      return false;
    }
  });
  return ended.filter(Boolean).length;
}
