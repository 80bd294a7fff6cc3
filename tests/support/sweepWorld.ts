import { createAuditTable } from '../../shared/azure/auditTable.ts';
import { createHeldRightsTable } from '../../shared/azure/heldRightsTable.ts';
import { createOperatorTable } from '../../shared/azure/operatorTable.ts';
import { createPolicyTable } from '../../shared/azure/policyTable.ts';
import { createRelayTable } from '../../shared/azure/relayTable.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { Tables } from '../../shared/azure/tables.ts';
import type { EndReason } from '../../shared/contracts/session.ts';
import { bastionKey } from '../../shared/fleet/keys.ts';
import { defaultPolicy } from '../../shared/policies/readPolicy.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { newSessionId } from '../../shared/sessions/sessionId.ts';
import type { SweepDeps } from '../../shared/sessions/sweepSessions.ts';
import { aSession, bastion, start } from './sessionFacts.ts';
import { sessionWorld } from './sessionWorld.ts';

const minute = 60_000;
/** When the sweeps of these tests run; everything that `seedOverdue` stores is overdue by then. */
const sweepTime = start + 30 * minute;

/** One instance of the app as far as a sweep needs it: real tables, a hub in memory, a clock of its own. */
export function sweepDeps(tables: Tables, { aheadMs = 0 } = {}): SweepDeps {
  const { deps } = sessionWorld();
  // Viewers whose session is well, or only idle, are there; the others are not.
  deps.messaging.isConnected = async (sessionId) => /-0000(?:idle|well)/.test(sessionId);
  return {
    ...deps,
    sessions: createSessionTable(tables),
    operators: createOperatorTable(tables.operators),
    heldRights: createHeldRightsTable(tables.rights),
    relays: createRelayTable(tables.relays),
    policies: createPolicyTable(tables.policies),
    audit: createAuditTable(tables.audit, { newId: () => crypto.randomUUID(), onFault: () => undefined }),
    now: () => sweepTime + aheadMs,
  };
}

type Overdue = { readonly session: Session; readonly endReason: EndReason | undefined };

/** Sessions of every kind that a sweep meets, with the end that each is to have; undefined = it goes on. */
export async function seedOverdue(tables: Tables, each: number): Promise<readonly Overdue[]> {
  const store = createSessionTable(tables);
  const key = bastionKey(sha256, bastion);
  await createPolicyTable(tables.policies).put(
    key,
    { ...defaultPolicy, idleTimeoutInMinutes: 10 },
    undefined,
  );
  const all = Array.from({ length: each }, (_, index) => kindsOf(index)).flat();
  for (const { session } of all) {
    await store.insert(session);
    if (session.mode === 'operator') {
      await createOperatorTable(tables.operators).claim(session.portId, session.sessionId);
    }
  }
  const serves = all.map(({ session: { sessionId, lastActivityTime } }) => ({
    sessionId,
    lastActivityTime: new Date(lastActivityTime).toISOString(),
  }));
  const beat = { relayId: 'relay-01', connectionId: 'r1', ports: [], sessions: serves };
  await createRelayTable(tables.relays).put({ ...beat, heartbeatTime: sweepTime });
  return all;
}

const warned = { warnedOf: 'IdleTimeout', warnedUntil: start + 11 * minute } as const;
const decided = { endTime: start + minute, endReason: 'TakenOver' } as const;

function kindsOf(index: number): readonly Overdue[] {
  const one = (name: string, over: Partial<Session>, endReason: EndReason | undefined): Overdue => {
    const session = aSession({ mode: 'observer', connectionId: `c-${name}-${index}`, ...over });
    return {
      session: { ...session, sessionId: idOf(name, index), portId: `port-${name}-${index}` },
      endReason,
    };
  };
  return [
    one('late', { state: 'Pending', connectionId: undefined, mode: 'operator' }, 'NeverConnected'),
    one('lost', { mode: 'operator' }, 'ConnectionLost'),
    one('dead', { state: 'Disconnecting', ...decided }, 'TakenOver'),
    one('done', { state: 'Ended', ...decided }, 'TakenOver'),
    one('idle', warned, 'IdleTimeout'),
    one('well', { lastActivityTime: sweepTime - minute }, undefined),
  ];
}

/** The name stands where a session id is random. */
function idOf(name: string, index: number): string {
  const id = newSessionId({
    now: start + index,
    random: new Uint8Array(10),
    bastionKey: bastionKey(sha256, bastion),
  });
  return id.replace(/-0{16}-/, `-0000${name}${String(index).padStart(8, '0')}-`);
}
