import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bastionKey } from '../../../../shared/fleet/keys.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import {
  activateSession,
  admitConnection,
  closedByUser,
  connectionGone,
} from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { type Opened, openSession } from '../../../../shared/sessions/openSession.ts';
import { reopenSession } from '../../../../shared/sessions/reopenSession.ts';
import { staySession } from '../../../../shared/sessions/staySession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, aTarget, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { withFuse } from '../../../support/withFuse.ts';

/** One thing that happens to the sessions of a port. `fuse` = calls to the outside until the process dies. */
type Step = { readonly kind: string; readonly connection: number; readonly fuse: number | null };

const kinds = [
  'open',
  'takeOver',
  'reopen',
  'becomeOperator',
  'becomeObserver',
  'admit',
  'connected',
  'disconnected',
  'vanish',
  'goodbye',
  'disconnect',
  'stay',
  'policy',
  'sweep',
  'time',
  'clockBack',
];
const step = fc.record<Step>({
  kind: fc.constantFrom(...kinds),
  connection: fc.integer({ min: 0, max: 3 }),
  fuse: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }),
});

const wishes = { reopen: undefined, becomeOperator: 'operator', becomeObserver: 'observer' } as const;

async function run(world: SessionWorld, opened: Opened[], { kind, connection, fuse }: Step): Promise<void> {
  const deps = withFuse(world.deps, fuse);
  const connectionId = `c${connection}`;
  const one = opened[connection % Math.max(opened.length, 1)];
  const sessionId = one?.session.sessionId ?? 'none';
  const event = { sessionId, connectionId };
  const target = aTarget();
  const base = {
    target,
    protocol: 'Serial',
    mode: 'operator',
    resumeOffset: null,
    sourceIpAddress: '',
    language: 'en',
    rights: [],
  } as const;
  switch (kind) {
    case 'open':
    case 'takeOver':
      opened.push(await openSession(deps, { ...base, caller: aCaller(), takeOver: kind === 'takeOver' }));
      break;
    case 'becomeOperator':
    case 'becomeObserver':
    case 'reopen': {
      const input = {
        caller: aCaller(),
        sessionId,
        targetResourceId: target.resourceId,
        protocol: 'Serial',
        mode: wishes[kind],
        takeOver: connection % 2 === 0,
        resumeOffset: null,
      } as const;
      opened[opened.findIndex(({ session }) => session.sessionId === sessionId)] = await reopenSession(
        deps,
        input,
      );
      break;
    }
    case 'admit':
      if (one === undefined) break;
      if (await admitConnection(deps, { userId: world.userOf(one), connectionId }))
        world.deps.messaging.connections.set(connectionId, sessionId);
      break;
    case 'connected':
      await activateSession(deps, event);
      break;
    case 'disconnected':
      world.deps.messaging.connections.delete(connectionId);
      await connectionGone(deps, event);
      break;
    case 'vanish':
      world.deps.messaging.connections.delete(connectionId);
      break;
    case 'goodbye':
      await closedByUser(deps, event);
      break;
    case 'disconnect':
      await endSession(deps, sessionId, { reason: 'DisconnectedByAdministrator' });
      break;
    case 'stay':
      await staySession(deps, sessionId, () => true);
      break;
    case 'policy':
      await setPolicy(deps, connection);
      break;
    case 'sweep':
      await sweepSessions(deps);
      break;
    case 'time':
      world.clock.advance(1 + connection * 20_000);
      break;
    default:
      world.clock.advance(-5_000);
  }
}

/** None, or one with short times and few seats. */
async function setPolicy({ policies, hash }: SessionWorld['deps'], choice: number): Promise<void> {
  const key = bastionKey(hash, bastion);
  const strict = {
    idleTimeoutInMinutes: 1,
    maxDurationInMinutes: choice,
    warningInSeconds: 10,
    maxSessions: choice,
  };
  const policy = { ...defaultPolicy, ...(choice === 0 ? {} : strict) };
  await policies.put(key, policy, (await policies.get(key))?.version);
}

test('A34 whatever happens and wherever a process dies, each session ends once and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, atOnce) => {
      const world = sessionWorld();
      const opened: Opened[] = [];
      const attempt = (one: Step) => run(world, opened, one).catch(() => undefined);
      if (atOnce) await Promise.all(steps.map(attempt));
      else for (const one of steps) await attempt(one);
      expect(new Set(world.deps.operators.holders.values()).size).toBeLessThanOrEqual(1);

      const { sessions, operators, audit, messaging } = world.deps;
      const all = new Set([...sessions.live.keys(), ...sessions.ended.keys()]);
      messaging.connections.clear();
      for (let round = 0; round < 6; round += 1) {
        world.clock.advance(121_000);
        world.heartbeat();
        expect(await sweepSessions(world.deps)).toMatchObject({ faults: [] });
      }

      expect([...sessions.live.keys()]).toEqual([]);
      expect([...sessions.dues.values()]).toEqual([]);
      expect([...sessions.ended.keys()].toSorted()).toEqual([...all].toSorted());
      expect([...sessions.ended.values()].every(({ state }) => state === 'Ended')).toBe(true);
      expect([...operators.holders.values()].filter((id) => all.has(id))).toEqual([]);
      const ends = audit.rows
        .filter(({ event }) => event === 'end')
        .map(({ sessionId }) => String(sessionId));
      expect(ends.toSorted()).toEqual([...all].toSorted());
    }),
    { numRuns: 400 },
  );
});
