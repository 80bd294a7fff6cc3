import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { reopenSession } from '../../../../shared/sessions/reopenSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, aSession, aSessionId, aTarget, hash } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwOnce } from '../../../support/throwOnce.ts';

const bob = aCaller({
  principalId: '20000000-0000-4000-8000-0000000000bb',
  name: 'Bob',
  userName: 'bob@contoso.example',
});
const reopen = (world: SessionWorld, sessionId: string, over = {}) =>
  reopenSession(world.deps, {
    caller: aCaller(),
    sessionId,
    targetResourceId: aTarget().resourceId,
    protocol: 'Serial',
    resumeOffset: null,
    ...over,
  });

test('an opened session is pending, holds the port, and stores no ticket', async () => {
  const world = sessionWorld();

  const { session, ticket } = await world.open({ resumeOffset: 5, language: 'ja' });

  expect(session).toEqual(
    aSession({
      sessionId: session.sessionId,
      state: 'Pending',
      connectionId: undefined,
      ticketHash: hash(ticket),
      countedBy: 'user',
      resumeOffset: 5,
      language: 'ja',
      dueAt: world.clock.now() + limits.pendingSeconds * 1000,
    }),
  );
  expect(ticket).toMatch(/^[0-9a-f]{48}$/);
  expect(await world.state(session.sessionId)).toEqual(session);
  expect(JSON.stringify(await world.state(session.sessionId))).not.toContain(ticket);
  expect(world.deps.operators.holders.get(session.portId)).toBe(session.sessionId);
});

test('observers hold no port, and any number of them may watch', async () => {
  const world = sessionWorld();
  await world.open();

  const [one, two] = await Promise.all([world.open({ mode: 'observer' }), world.open({ mode: 'observer' })]);

  expect([one.session.mode, two.session.mode]).toEqual(['observer', 'observer']);
  expect(world.deps.operators.holders.size).toBe(1);
  expect(world.deps.sessions.live.size).toBe(3);
});

test('a busy port is refused, which leaves a row in the audit log and nothing else', async () => {
  const world = sessionWorld();
  const { session } = await world.open();

  await expect(world.open({ caller: bob })).rejects.toMatchObject({ code: 'SerialPortBusy', target: 'mode' });

  expect([...world.deps.sessions.live.keys()]).toEqual([session.sessionId]);
  expect(world.deps.sessions.dues.size).toBe(1);
  expect(world.deps.sessions.ended.size).toBe(0);
  expect(world.deps.messaging.calls).toEqual([]);
  expect(world.deps.operators.holders.get(session.portId)).toBe(session.sessionId);
  expect(world.deps.audit.rows).toMatchObject([
    { event: 'refused', outcome: 'Failure', principalId: bob.principalId, scope: session.targetResourceId },
  ]);
});

test('a retry after a lost answer is not refused because of its own first attempt', async () => {
  const world = sessionWorld();
  const first = await world.open();

  const second = await world.open();

  expect(await world.state(first.session.sessionId)).toMatchObject({ endReason: 'NeverConnected' });
  expect(world.deps.operators.holders.get(second.session.portId)).toBe(second.session.sessionId);
  expect(world.deps.audit.rows.map(({ event }) => event)).toEqual(['end']);
});

test('who is connected already is asked before taking over from themselves', async () => {
  const world = sessionWorld();
  await world.given();

  await expect(world.open()).rejects.toMatchObject({ code: 'SerialPortBusy' });
});

test('why a port was refused is heard even when the refused session cannot be removed', async () => {
  const world = sessionWorld();
  const { session } = await world.open();
  throwOnce(world.deps.sessions, 'remove');

  await expect(world.open({ caller: bob })).rejects.toMatchObject({ code: 'SerialPortBusy' });

  world.pastPending();
  await endSession(world.deps, session.sessionId, { reason: 'ClosedByUser' });
  await sweepSessions(world.deps);
  expect(world.deps.sessions.live.size).toBe(0);
  expect(world.deps.sessions.dues.size).toBe(0);
});

test('of many who want a free port at once exactly one gets it', async () => {
  const world = sessionWorld();

  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => world.open({ caller: aCaller({ principalId: `p${index}` }) })),
  );

  const opened = results.filter(({ status }) => status === 'fulfilled');
  expect(opened).toHaveLength(1);
  expect(world.deps.sessions.live.size).toBe(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SerialPortBusy' });
  }
});

test('a lock whose session is over or gone is taken without being asked', async () => {
  const world = sessionWorld();
  const gone = await world.given({ state: 'Disconnecting', endReason: 'ClosedByUser' });

  const first = await world.open();
  expect(world.deps.operators.holders.get(gone.portId)).toBe(first.session.sessionId);
  world.deps.sessions.live.delete(first.session.sessionId);
  const second = await world.open({ caller: bob });

  expect(world.deps.operators.holders.get(gone.portId)).toBe(second.session.sessionId);
});

test('a port that changes hands all the time is busy, and the attempt leaves nothing', async () => {
  const world = sessionWorld();
  let serial = 0;
  world.deps.operators.claim = async () => aSessionId() + String((serial += 1));

  await expect(world.open({ takeOver: true })).rejects.toMatchObject({ code: 'SerialPortBusy' });

  expect(serial).toBe(5);
  expect(world.deps.sessions.live.size).toBe(0);
});

test('a storage fault during the claim frees the port even when the claim had gone through', async () => {
  const world = sessionWorld();
  throwOnce(world.deps.operators, 'claim', 'after');

  await expect(world.open()).rejects.toMatchObject({ code: 'StorageUnavailable' });

  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.sessions.live.size).toBe(0);
});

type Dying = (world: SessionWorld, when: 'before' | 'after') => void;
const atItsRow: Dying = ({ deps }, when) => throwOnce(deps.sessions, 'insert', when);
const atItsRights: Dying = ({ deps }, when) => {
  throwOnce(deps.heldRights, 'put', when);
  throwOnce(deps.operators, 'release');
};
const atRefusal: Dying = ({ deps }, when) => {
  throwOnce(deps.operators, 'claim');
  throwOnce(deps.heldRights, 'remove', when);
};
const atTheEndOfRefusal: Dying = ({ deps }, when) => {
  throwOnce(deps.operators, 'claim');
  throwOnce(deps.sessions, 'remove', when);
};

test.each([
  ['at its row', atItsRow],
  ['at its rights', atItsRights],
  ['when it is refused', atRefusal],
  ['at the end of a refusal', atTheEndOfRefusal],
] as const)(
  'an opening that dies %s leaves neither a session nor rights behind the sweep',
  async (_, die) => {
    for (const when of ['before', 'after'] as const) {
      const world = sessionWorld();
      die(world, when);
      await expect(world.open()).rejects.toMatchObject({ code: 'StorageUnavailable' });

      world.clock.advance(limits.pendingSeconds * 1_000 + 1);
      await sweepSessions(world.deps);

      const { sessions, heldRights, operators } = world.deps;
      expect([sessions.live.size, heldRights.rows.size, operators.holders.size]).toEqual([0, 0, 0]);
    }
  },
);

test('a fresh ticket kills the one before it and moves the replay', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;

  const again = await reopen(world, sessionId, { resumeOffset: 9 });

  const admit = (userId: string) => admitConnection(world.deps, { userId, connectionId: 'c1' });
  expect(await admit(world.userOf(opened))).toBeUndefined();
  expect(await admit(world.userOf(again))).toMatchObject({ resumeOffset: 9, connectionId: 'c1' });
});

test('A13 a session of somebody else, of another target or unknown cannot be reopened', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  const refused = { code: 'SessionEnded', target: 'sessionId' };

  await expect(reopen(world, sessionId, { caller: bob })).rejects.toMatchObject(refused);
  await expect(reopen(world, sessionId, { targetResourceId: '/x' })).rejects.toMatchObject(refused);
  await expect(reopen(world, aSessionId())).rejects.toMatchObject(refused);
  await expect(reopen(world, '../?#')).rejects.toMatchObject(refused);
  await endSession(world.deps, sessionId, { reason: 'TakenOver' });
  await expect(reopen(world, sessionId, { caller: bob })).rejects.toMatchObject(refused);
});

test('who comes back to a session that was ended meanwhile learns why', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ language: 'fr' });
  const end = { reason: 'DisconnectedByAdministrator', by: 'Oscar Ops', message: 'patching' } as const;
  await endSession(world.deps, sessionId, end);

  const refused = reopen(world, sessionId);

  await expect(refused).rejects.toMatchObject({
    code: 'SessionEnded',
    target: 'DisconnectedByAdministrator',
    message: 'Vous avez été déconnecté: patching',
    end: { ...end, text: 'Vous avez été déconnecté' },
  });
});

test('a session whose end is under way cannot be reopened', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ state: 'Disconnecting', endReason: 'IdleTimeout' });

  await expect(reopen(world, sessionId)).rejects.toMatchObject({
    code: 'SessionEnded',
    target: 'IdleTimeout',
  });
});

test('two wishes for a way back at once: the later ticket works, the earlier one does not', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const both = await Promise.all([reopen(world, sessionId), reopen(world, sessionId)]);

  const admitted = [];
  for (const one of both) {
    admitted.push(await admitConnection(world.deps, { userId: world.userOf(one), connectionId: 'c2' }));
  }
  expect(admitted.filter((session) => session !== undefined)).toHaveLength(1);
});

test('the sweep leaves a viewer the time to come back, and no more', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.messaging.connections.clear();
  world.clock.advance(29_000);
  await reopen(world, sessionId);

  world.clock.advance(1_000);
  await sweepSessions(world.deps);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
  world.pastCheck();
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});

test('a fresh ticket for a session that never connected is worth its whole two minutes', async () => {
  const world = sessionWorld();
  const { session } = await world.open();
  world.clock.advance(119_000);
  await reopen(world, session.sessionId);

  world.clock.advance(119_000);
  await sweepSessions(world.deps);

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Pending' });
});

test('any number of SSH sessions are open at once, and they hold no port', async () => {
  const world = sessionWorld();
  const serial = await world.open();

  const one = await world.open({ protocol: 'SSH' });
  const two = await world.open({ protocol: 'SSH', caller: bob });

  expect([one.session, two.session].map(({ protocol, mode }) => [protocol, mode])).toEqual([
    ['SSH', 'operator'],
    ['SSH', 'operator'],
  ]);
  expect(one.session.portId).not.toBe(serial.session.portId);
  expect([...world.deps.operators.holders.keys()]).toEqual([serial.session.portId]);
  expect(world.deps.sessions.live.size).toBe(3);
});

test('an SSH session is not reopened as a serial one', async () => {
  const world = sessionWorld();
  const { session } = await world.open({ protocol: 'SSH' });

  await expect(reopen(world, session.sessionId)).rejects.toMatchObject({ code: 'SessionEnded' });

  expect(await reopen(world, session.sessionId, { protocol: 'SSH' })).toMatchObject({
    session: { sessionId: session.sessionId },
  });
});
