import { limits } from '../contracts/limits.ts';
import type { EndReason } from '../contracts/session.ts';
import type { Policy, PolicyStore } from '../policies/ports.ts';
import { policyReader } from '../policies/readPolicy.ts';
import { applyLimits, type Look } from './applyLimits.ts';
import { activateSession } from './connectionEvents.ts';
import { reconcilePort } from './demoteSession.ts';
import { type EndDeps, endSession, endSessionAt } from './endSession.ts';
import { lostAccess, type RightsDeps } from './heldRights.ts';
import { inParallel } from './inParallel.ts';
import type { Due } from './ports.ts';
import { readFactsOnce } from './readFactsOnce.ts';
import type { Session, Versioned } from './session.ts';
import { bastionKeyOf } from './sessionId.ts';

export type SweepDeps = EndDeps & RightsDeps & { readonly policies: Pick<PolicyStore, 'get'> };

type ReadPolicy = (bastionKey: string) => Promise<Policy>;

/** Due sessions that are read at once. */
const pageSize = 500;
/** So many that cannot be looked at are a store or hub that is away: the next sweep tries again. */
const maxStuck = 2_000;
/** A sweep that has worked for this long leaves the rest to the next one. */
const maxSweepMs = 8_000;

export type Swept = { readonly looked: number; readonly ended: number; readonly faults: readonly unknown[] };

/**
 * What a timer does to what is overdue. Reads only due rows, so its cost grows with what is due. Each step
 * is a conditional write or may be repeated: two sweeps at once, or one killed midway, harm nothing. A
 * session that cannot be looked at stays due and keeps no other one from being looked at.
 */
export async function sweepSessions(deps: SweepDeps): Promise<Swept> {
  const started = deps.now();
  let looked = 0;
  let ended = 0;
  const faults: unknown[] = [];
  const policyOf = policyReader(deps);
  /** Looked at in this sweep and still due: the earliest of all, they would hide the others. */
  const stuck = new Set<string>();
  for (;;) {
    const limit = pageSize + stuck.size;
    const due = await deps.sessions.due(started, limit);
    const page = due.filter((one) => !stuck.has(keyOf(one)));
    const once = readFactsOnce(deps);
    await inParallel(page, async (one) => {
      try {
        const result = await sweepOne(once, one, policyOf);
        if (result === 'ended') ended += 1;
        if (result === 'kept') stuck.add(keyOf(one));
      } catch (fault) {
        faults.push(fault);
        stuck.add(keyOf(one));
      }
    });
    looked += page.length;
    if (due.length < limit || stuck.size > maxStuck || deps.now() - started > maxSweepMs) {
      return { looked, ended, faults };
    }
  }
}

const keyOf = ({ sessionId, dueAt }: Due): string => `${dueAt} ${sessionId}`;

/**
 * What was looked at, or belongs to no session any more, is no longer due at that time. A change that got in
 * between may have kept the due time of its session, so that this is its only due row.
 */
async function sweepOne(
  deps: SweepDeps,
  due: Due,
  policyOf: ReadPolicy,
): Promise<'ended' | 'kept' | 'dropped'> {
  const found = await deps.sessions.get(due.sessionId);
  // A due time is stored before its session: the change to this one may still be on its way.
  if (found !== undefined && found.value.dueAt < due.dueAt) return 'kept';
  const result = found?.value.dueAt === due.dueAt ? await look(deps, found, policyOf) : 'looked';
  if (result === 'lost') return 'kept';
  await deps.sessions.dropDue(due);
  return result === 'ended' ? 'ended' : 'dropped';
}

async function look(deps: SweepDeps, found: Versioned<Session>, policyOf: ReadPolicy): Promise<Look> {
  const { sessionId, state } = found.value;
  switch (state) {
    case 'Pending':
      if (await arrivedUnseen(deps, found.value)) return 'looked';
      return await end(deps, found, 'NeverConnected');
    case 'Disconnecting':
    case 'Ended':
      // The reason that was decided stands, whatever is said here.
      await endSession(deps, sessionId, { reason: 'ConnectionLost' });
      return 'ended';
    case 'Active':
      return await checkActive(deps, found, policyOf);
  }
}

/** Only what was looked at is ended: a viewer that is on its way back since then keeps its session. */
async function end(deps: SweepDeps, found: Versioned<Session>, reason: EndReason): Promise<Look> {
  return (await endSessionAt(deps, found, { reason })) === undefined ? 'lost' : 'ended';
}

/** A viewer that was admitted and is there, but whose `connected` event was lost. */
async function arrivedUnseen(deps: SweepDeps, { sessionId, connectionId }: Session): Promise<boolean> {
  if (connectionId === undefined || !(await deps.messaging.isConnected(sessionId))) return false;
  await activateSession(deps, { sessionId, connectionId });
  return true;
}

async function checkActive(deps: SweepDeps, due: Versioned<Session>, policyOf: ReadPolicy): Promise<Look> {
  const found = await reconcilePort(deps, due);
  const session = found.value;
  const now = deps.now();
  if (!(await deps.messaging.isConnected(session.sessionId))) {
    return await end(deps, found, 'ConnectionLost');
  }
  const relay = await deps.relays.get(session.relayId);
  const silentMs = now - (relay?.heartbeatTime ?? 0);
  // Silent towards us only: after an outage of the control plane every relay is, and serves on all the same.
  if (
    silentMs > limits.relayLostSeconds * 1000 &&
    !(await deps.messaging.isRelayConnected(session.relayId))
  ) {
    return await end(deps, found, 'RelayLost');
  }
  const lost = await lostAccess(deps, session);
  if (lost !== undefined) {
    await endSession(deps, session.sessionId, lost);
    return 'ended';
  }
  const policy = await policyOf(bastionKeyOf(session.sessionId) ?? '');
  return await applyLimits(deps, { found, policy, relay });
}
