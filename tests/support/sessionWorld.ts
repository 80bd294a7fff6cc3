import { limits } from '../../shared/contracts/limits.ts';
import { viewerUserId } from '../../shared/sessions/connectionEvents.ts';
import { type OpenInput, openSession } from '../../shared/sessions/openSession.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { fakeAccess } from './fakeAccess.ts';
import { fakeAudit } from './fakeAudit.ts';
import { fakeConsoleSwitches } from './fakeConsoleSwitches.ts';
import { fakeFleet } from './fakeFleet.ts';
import { fakeHeldRights } from './fakeHeldRights.ts';
import { fakeLocks } from './fakeLocks.ts';
import { fakeMessaging } from './fakeMessaging.ts';
import { fakeOperationStore } from './fakeOperationStore.ts';
import { fakeOperatorLock } from './fakeOperatorLock.ts';
import { fakeOutcomeStore } from './fakeOutcomeStore.ts';
import { fakePolicyStore } from './fakePolicyStore.ts';
import { fakeRelayStore } from './fakeRelayStore.ts';
import { fakeSeatStore } from './fakeSeatStore.ts';
import { fakeSessionStore } from './fakeSessionStore.ts';
import { manualClock } from './manualClock.ts';
import { aCaller, aSession, aTarget, hash, start } from './sessionFacts.ts';

/** Everything that the rules about sessions depend on, in memory, with one relay alive. */
export function sessionWorld() {
  const clock = manualClock(start);
  const sessions = fakeSessionStore();
  const operators = fakeOperatorLock();
  const relays = fakeRelayStore();
  const messaging = fakeMessaging();
  let serial = 0;
  const deps = {
    sessions,
    operators,
    relays,
    messaging,
    operations: fakeOperationStore(clock.now),
    outcomes: fakeOutcomeStore(),
    audit: fakeAudit(),
    access: fakeAccess(),
    heldRights: fakeHeldRights(),
    locks: fakeLocks(),
    fleet: fakeFleet({ targets: [aTarget()] }),
    consoleSwitches: fakeConsoleSwitches(),
    policies: fakePolicyStore(),
    seats: fakeSeatStore(),
    hash,
    now: clock.now,
    wait: clock.wait,
    newId: () => `operation-${(serial += 1)}`,
    random(length: number): Uint8Array {
      serial += 1;
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, serial);
      return bytes;
    },
  };
  const heartbeat = (over: Partial<{ connectionId: string | null; serves: readonly string[] }> = {}) => {
    const lastActivityTime = new Date(clock.now()).toISOString();
    relays.records.set('relay-01', {
      relayId: 'relay-01',
      connectionId: over.connectionId === undefined ? 'r1' : over.connectionId,
      heartbeatTime: clock.now(),
      ports: [],
      sessions: (over.serves ?? []).map((sessionId) => ({ sessionId, lastActivityTime })),
    });
  };
  heartbeat();
  messaging.relays.add('relay-01');

  return {
    clock,
    deps,
    heartbeat,
    /** A session in the store, its operator lock taken and its connection open, as its state says. */
    given: async (over: Partial<Session> = {}): Promise<Session> => {
      const session = aSession(over);
      await sessions.insert(session);
      if (session.mode === 'operator') operators.holders.set(session.portId, session.sessionId);
      if (session.state === 'Active' && session.connectionId !== undefined)
        messaging.connections.set(session.connectionId, session.sessionId);
      sessions.counts.writes = 0;
      return session;
    },
    /** Alice asks for the operator's console of vm-web-01, unless told otherwise. */
    open: (over: Partial<OpenInput> = {}) =>
      openSession(deps, {
        caller: aCaller(),
        target: aTarget(),
        protocol: 'Serial',
        mode: 'operator',
        takeOver: false,
        resumeOffset: null,
        sourceIpAddress: '203.0.113.7',
        language: 'en',
        rights: [],
        ...over,
      }),
    userOf: ({ session, ticket }: { session: Session; ticket: string }): string =>
      viewerUserId(session.sessionId, ticket),
    state: async (sessionId: string): Promise<Session | undefined> =>
      (await sessions.get(sessionId))?.value ?? (await sessions.getEnded(sessionId)),
    pastPending: (): void => clock.advance(limits.pendingSeconds * 1000),
    pastCheck: (): void => clock.advance(limits.connectionCheckSeconds * 1000),
  };
}
export type SessionWorld = ReturnType<typeof sessionWorld>;
