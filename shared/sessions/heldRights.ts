import { type AccessCheck, type AccessDeps, explainAccess } from '../access/authorize.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { connectAction } from '../prerequisites/consoleRights.ts';
import type { ConsoleSwitches } from '../prerequisites/consoleSwitches.ts';
import { isConsoleClosed } from '../prerequisites/isConsoleClosed.ts';
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

export type RightsDeps = AccessDeps & {
  readonly heldRights: HeldRightsStore;
  readonly fleet: Pick<FleetReader, 'target'>;
  readonly consoleSwitches: ConsoleSwitches;
};

/** False as soon as one right that the session was opened with is gone, or its serial console was switched off. */
export async function stillAllowed(deps: RightsDeps, sessionId: string): Promise<boolean> {
  const held = await deps.heldRights.get(sessionId);
  if (held === undefined) return true;
  for (const { action, scope } of held.checks) {
    const [decision] = await explainAccess(deps, held, { actions: [action], scope });
    if (decision?.allowed !== true) return false;
    if (action === connectAction && (await isSwitchedOff(deps, scope))) return false;
  }
  return true;
}

async function isSwitchedOff(deps: RightsDeps, targetResourceId: string): Promise<boolean> {
  const target = await deps.fleet.target(targetResourceId);
  return target !== undefined && (await isConsoleClosed(deps, target));
}
