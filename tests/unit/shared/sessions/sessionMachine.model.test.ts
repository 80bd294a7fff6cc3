import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import {
  activateSession,
  admitConnection,
  closedByUser,
  connectionGone,
} from '../../../../shared/sessions/connectionEvents.ts';
import { disconnectOnce } from '../../../../shared/sessions/disconnectOnce.ts';
import { type Opened, openSession } from '../../../../shared/sessions/openSession.ts';
import { continueRefresh, refreshSessions } from '../../../../shared/sessions/refreshSessions.ts';
import { reopenSession } from '../../../../shared/sessions/reopenSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { modelRelay } from '../../../support/modelRelay.ts';
import { aCaller, aTarget, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { watchTransitions } from '../../../support/watchTransitions.ts';
import { withFuse } from '../../../support/withFuse.ts';

// Everything that can happen to the sessions of a bastion, in any order, beside a drawing of a session's life.
// fast-check prints the seed and the shortest way to a failure.

const kinds = [
  'open',
  'openToType',
  'connect',
  'reconnect',
  'drop',
  'vanish',
  'staleEvent',
  'goodbye',
  'disconnect',
  'retry',
  'refresh',
  'slowRefresh',
  'comeBack',
  'sweep',
  'twoSweeps',
  'loseRow',
  'time',
  'clockBack',
] as const;
type Step = {
  readonly kind: (typeof kinds)[number];
  /** Which session, which connection, how far the clock goes. */
  readonly pick: number;
  /** Calls to the outside until the process dies; null = it lives. */
  readonly fuse: number | null;
  /** Changes of a session until one fails between two of its writes; null = none does. */
  readonly fault: number | null;
};
const step = fc.record<Step>({
  kind: fc.constantFrom(...kinds),
  pick: fc.integer({ min: 0, max: 3 }),
  fuse: fc.option(fc.integer({ min: 0, max: 14 }), { freq: 3 }),
  fault: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
});

function createMachine() {
  const world = sessionWorld();
  const relay = modelRelay(world);
  const watch = watchTransitions(world);
  const opened: Opened[] = [];
  let lastDisconnect: readonly string[] = [];
  let operationId = 'none';
  /** Viewers that are there, that nobody ended and that nothing happened to: session id → connection. */
  const settled = new Map<string, string>();

  const base = {
    target: aTarget(),
    caller: aCaller(),
    protocol: 'Serial',
    resumeOffset: null,
    sourceIpAddress: '',
    language: 'en',
    rights: [],
  } as const;
  const question = { bastionId: bastion, principalId: 'p1' };
  const chosen = (pick: number): Opened | undefined => opened[pick % Math.max(opened.length, 1)];
  const ask = (deps: SessionWorld['deps'], patienceMs: number) =>
    refreshSessions(deps, { ...question, relayIds: ['relay-01'], patienceMs });
  async function disconnect(deps: SessionWorld['deps'], sessionIds: readonly string[]): Promise<void> {
    const rows = await disconnectOnce(deps, {
      bastionId: bastion,
      sessionIds,
      caller: aCaller({ name: 'Olga', principalId: 'olga' }),
      sourceIpAddress: '',
      requestId: `request-${sessionIds.join()}`,
    });
    for (const { sessionId, state } of rows) if (state === 'Disconnected') settled.delete(sessionId);
  }

  async function connect(deps: SessionWorld['deps'], one: Opened, connectionId: string): Promise<void> {
    const { sessionId } = one.session;
    const userId = world.userOf(one);
    settled.delete(sessionId);
    if ((await admitConnection(deps, { userId, connectionId })) === undefined) return;
    world.deps.messaging.connections.set(connectionId, sessionId);
    await activateSession(deps, { sessionId, connectionId });
    settled.set(sessionId, connectionId);
  }

  async function run({ kind, pick, fuse, fault }: Step): Promise<void> {
    const deps = withFuse(world.deps, fuse);
    let left = fault;
    world.deps.sessions.faults.between = () => {
      if (left !== null && (left -= 1) === -1) throw new Error('storage is away');
    };
    const one = chosen(pick);
    const sessionId = one?.session.sessionId ?? 'none';
    const connectionId = settled.get(sessionId) ?? `c${opened.length}-${pick}`;
    const event = { sessionId, connectionId };
    switch (kind) {
      case 'open':
      case 'openToType': {
        const mode = kind === 'open' ? 'observer' : 'operator';
        opened.push(await openSession(deps, { ...base, mode, takeOver: pick > 1 }));
        break;
      }
      case 'connect':
        if (one !== undefined && !settled.has(sessionId)) await connect(deps, one, connectionId);
        break;
      case 'reconnect': {
        if (one === undefined) break;
        const again = await reopenSession(deps, {
          ...base,
          sessionId,
          targetResourceId: base.target.resourceId,
        });
        opened[opened.indexOf(one)] = again;
        await connect(deps, again, `${connectionId}+`);
        break;
      }
      case 'drop':
        settled.delete(sessionId);
        world.deps.messaging.connections.delete(connectionId);
        await connectionGone(deps, event);
        break;
      case 'vanish':
        settled.delete(sessionId);
        world.deps.messaging.connections.delete(connectionId);
        break;
      case 'staleEvent':
        await connectionGone(deps, { sessionId, connectionId: 'of-long-ago' });
        await closedByUser(deps, { sessionId, connectionId: 'of-long-ago' });
        break;
      case 'goodbye':
        settled.delete(sessionId);
        await closedByUser(deps, event);
        // Having said so, it closes its connection.
        world.deps.messaging.connections.delete(connectionId);
        break;
      case 'disconnect':
        lastDisconnect = opened.slice(pick).map(({ session }) => session.sessionId);
        await disconnect(deps, lastDisconnect);
        break;
      case 'retry':
        await disconnect(deps, lastDisconnect);
        break;
      case 'refresh':
      case 'slowRefresh': {
        relay.state.answers = kind === 'refresh';
        const asked = await ask(deps, pick * 1_000);
        if ('operationId' in asked) ({ operationId } = asked);
        break;
      }
      case 'comeBack':
        await continueRefresh(deps, { ...question, operationId });
        break;
      case 'sweep':
        await sweepSessions(deps);
        break;
      case 'twoSweeps':
        await Promise.all([sweepSessions(deps), sweepSessions(world.deps)]);
        break;
      case 'loseRow':
        watch.lose(sessionId);
        break;
      case 'time':
        world.clock.advance(1 + pick * 20_000);
        world.heartbeat();
        break;
      case 'clockBack':
        world.clock.advance(-5_000);
    }
  }
  return { world, relay, watch, settled, run, ask: () => ask(world.deps, limits.refreshTimeoutMs) };
}
type Machine = ReturnType<typeof createMachine>;

/** Time passes and sweeps look, without anything else happening. */
async function settle({ world, relay }: Machine): Promise<void> {
  relay.state.answers = true;
  world.deps.sessions.faults.between = () => undefined;
  for (let round = 0; round < 6; round += 1) {
    world.clock.advance((limits.pendingSeconds + 1) * 1_000);
    world.heartbeat();
    expect(await sweepSessions(world.deps)).toMatchObject({ faults: [] });
  }
}
async function runAll(machine: Machine, steps: readonly Step[], atOnce: boolean): Promise<void> {
  const attempt = (one: Step) => machine.run(one).catch(() => undefined);
  if (atOnce) await Promise.all(steps.map(attempt));
  else for (const one of steps) await attempt(one);
}
const isEnd = ({ event }: { readonly event: string }): boolean => event === 'end';

test('A34 no order of events and no crash leads a session where its life does not go, nor ends it twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, atOnce) => {
      const machine = createMachine();
      const { world, watch } = machine;
      const { sessions, audit, messaging, operators, heldRights } = world.deps;
      await runAll(machine, steps, atOnce);
      messaging.connections.clear();
      await settle(machine);

      expect(watch.illegal).toEqual([]);
      expect([...sessions.live.keys()]).toEqual([]);
      expect([...sessions.dues.values()]).toEqual([]);
      expect([...sessions.ended.keys()].filter((id) => watch.lost.has(id))).toEqual([]);
      const ended = [...sessions.ended.keys()].toSorted();
      const ends = audit.rows.filter(isEnd).map(({ sessionId }) => String(sessionId));
      expect(ends.toSorted()).toEqual(ended);
      const left = [...operators.holders.values(), ...heldRights.rows.keys()];
      expect(left.filter((id) => sessions.ended.has(id))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

/** What may happen without a crash and without a clock that runs backwards. */
const calmKinds = kinds.filter((kind) => kind !== 'clockBack');
const calmStep = fc.record<Step>({
  kind: fc.constantFrom(...calmKinds),
  pick: fc.integer({ min: 0, max: 3 }),
  fuse: fc.constant(null),
  fault: fc.constant(null),
});

test('after a sweep and a refresh the list is who is there: nobody missing, nobody who is gone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(calmStep, { maxLength: 40 }), async (steps) => {
      const machine = createMachine();
      const { world, settled, watch } = machine;
      await runAll(machine, steps, false);
      await settle(machine);

      const refreshed = await machine.ask();

      expect(watch.illegal).toEqual([]);
      if ('operationId' in refreshed) throw new Error('The relay did not answer.');
      const listed = refreshed.sessions.filter(({ state }) => state === 'Active');
      expect(listed.map(({ sessionId }) => sessionId)).toEqual([...settled.keys()].toSorted());
      expect(refreshed.sessions.filter(({ state }) => state === 'Disconnecting')).toEqual([]);
      expect([...world.deps.sessions.live.keys()].toSorted()).toEqual([...settled.keys()].toSorted());
    }),
    { numRuns: 1_000 },
  );
});
