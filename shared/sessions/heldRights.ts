import { type AccessCheck, type AccessDeps, explainAccess } from '../access/authorize.ts';
import type { Session } from './session.ts';

/** What a session was opened with: whoever loses one of these rights loses the session. */
export type HeldRights = {
  readonly principalId: string;
  /** As the access token said when the session was opened; Entra is not asked again. */
  readonly groups: readonly string[];
  readonly checks: readonly AccessCheck[];
  /** The session as it was opened, without its ticket: what it is restored from when its row is lost. */
  readonly session?: Session;
};

/** Rights of live sessions, beside them rather than in them: a list of sessions need not carry them. */
export type HeldRightsStore = {
  put(sessionId: string, rights: HeldRights): Promise<void>;
  get(sessionId: string): Promise<HeldRights | undefined>;
  /** May be repeated. */
  remove(sessionId: string): Promise<void>;
};

export type RightsDeps = AccessDeps & { readonly heldRights: HeldRightsStore };

/** False as soon as one right that the session was opened with is gone. */
export async function stillAllowed(deps: RightsDeps, sessionId: string): Promise<boolean> {
  const held = await deps.heldRights.get(sessionId);
  if (held === undefined) return true;
  for (const { action, scope } of held.checks) {
    const [decision] = await explainAccess(deps, held, { actions: [action], scope });
    if (decision?.allowed !== true) return false;
  }
  return true;
}
