import { type AccessCheck, type AccessDeps, explainAccess } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { type CurrentGroupDeps, currentGroups } from '../access/currentGroups.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { findLock, type LockDeps, lockEnd } from '../locks/accessLock.ts';
import { connectAction } from '../prerequisites/consoleRights.ts';
import type { ConsoleSwitches } from '../prerequisites/consoleSwitches.ts';
import { isConsoleClosed } from '../prerequisites/isConsoleClosed.ts';
import type { End } from './ports.ts';
import type { Session } from './session.ts';

/** What a session was opened with: whoever loses one of these rights loses the session. */
export type HeldRights = {
  readonly principalId: string;
  readonly kind?: Caller['kind'];
  /** As they were known when the session was opened. */
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

export type RightsDeps = AccessDeps &
  CurrentGroupDeps &
  LockDeps & {
    readonly heldRights: HeldRightsStore;
    readonly fleet: Pick<FleetReader, 'target'>;
    readonly consoleSwitches: ConsoleSwitches;
  };

/**
 * Why a live session may not go on: it is locked, its machine is gone or behind another relay, a right that it was
 * opened with is gone, or its serial console was switched off. Undefined: it may.
 */
export async function lostAccess(deps: RightsDeps, session: Session): Promise<End | undefined> {
  const held = await withCurrentGroups(deps, await deps.heldRights.get(session.sessionId));
  const principalIds = [session.principalId, ...(held?.groups ?? [])];
  const lock = await findLock(deps, { principalIds, place: session });
  if (lock !== undefined) return lockEnd(lock);
  const lost = await lostMachine(deps, session);
  if (lost !== undefined) return lost;
  if (held === undefined || (await stillAllowed(deps, held))) return undefined;
  return { reason: 'AccessRevoked' };
}

/** Of two relays that both showed one port, each counts its output by itself: whoever comes back gets the new one. */
async function lostMachine(
  deps: Pick<RightsDeps, 'fleet'>,
  { targetResourceId, relayId }: Session,
): Promise<End | undefined> {
  const target = await deps.fleet.target(targetResourceId);
  if (target === undefined) return { reason: 'GuestGone' };
  return target.relayId === relayId ? undefined : { reason: 'RelayLost' };
}

async function withCurrentGroups(
  deps: CurrentGroupDeps,
  held: HeldRights | undefined,
): Promise<HeldRights | undefined> {
  return held && { ...held, groups: await currentGroups(deps, held) };
}

async function stillAllowed(deps: RightsDeps, held: HeldRights): Promise<boolean> {
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
