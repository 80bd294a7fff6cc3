import { expect, test } from 'vitest';
import type { ListFrame } from '../../../../shared/contracts/liveList.ts';
import { createSessionFeed } from '../../../../shared/live/createSessionFeed.ts';
import { eventually } from '../../../support/eventually.ts';
import { aSession, bastion, hash, start } from '../../../support/sessionFacts.ts';

/** A hub that answers when it is told to. */
function world() {
  const frames: { group: string; frame: ListFrame }[] = [];
  const answers: { resolve: () => void; reject: (fault: Error) => void }[] = [];
  const faults: unknown[] = [];
  const feed = createSessionFeed({
    portal: {
      publish: (group, frame) => {
        frames.push({ group, frame });
        return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
      },
    },
    hash,
    now: () => start,
    publisher: 'one',
    onFault: (fault) => faults.push(fault),
  });
  return { feed, frames, answers, faults };
}
const toldOf = ({ frame }: { frame: ListFrame }) =>
  frame.changes.map(({ kind, session }) => `${kind} ${session.sessionId}`);

test('a change goes at once, with what everybody may know of the session', () => {
  const { feed, frames } = world();
  const session = aSession({ ticketHash: 'secret' });

  feed.publish('added', session);

  expect(frames).toMatchObject([
    {
      group: `sessions-${hash(bastion.toLowerCase()).slice(0, 12)}`,
      frame: { publisher: 'one', sequence: 1 },
    },
  ]);
  expect(frames[0]?.frame.changes).toMatchObject([
    { kind: 'added', session: { sessionId: session.sessionId, state: 'Active', userName: 'Alice' } },
  ]);
  expect(JSON.stringify(frames)).not.toContain('secret');
  expect(JSON.stringify(frames)).not.toContain('allowedActions');
});

test('what happens while the hub is busy goes together, each session as it is at last', async () => {
  const { feed, frames, answers } = world();
  const [first, second, third] = [aSession(), aSession(), aSession()];
  feed.publish('changed', first);
  feed.publish('added', second);
  feed.publish('changed', { ...second, userName: 'Bob' });
  feed.publish('changed', third);
  feed.publish('ended', third);
  expect(frames).toHaveLength(1);

  answers[0]?.resolve();
  await eventually(() => frames.length === 2);

  expect(frames[1]?.frame.sequence).toBe(2);
  expect(frames.slice(1).flatMap(toldOf)).toEqual([`added ${second.sessionId}`, `ended ${third.sessionId}`]);
  expect(frames[1]?.frame.changes[0]?.session.userName).toBe('Bob');
});

test('a frame that could not be sent leaves a hole in the numbers, and the next one goes', async () => {
  const { feed, frames, answers, faults } = world();
  feed.publish('changed', aSession());
  feed.publish('changed', aSession());
  answers[0]?.reject(new Error('down'));
  await eventually(() => frames.length === 2);

  expect(faults).toHaveLength(1);
  expect(frames.map(({ frame }) => frame.sequence)).toEqual([1, 2]);
});

test('each bastion has numbers of its own, and a storm is told in few frames or as a hole', async () => {
  const { feed, frames, answers } = world();
  const otherBastion = `${bastion}-other`;
  feed.publish('changed', aSession());
  feed.publish('changed', aSession({ bastionId: otherBastion }));
  expect(frames.map(({ frame }) => frame.sequence)).toEqual([1, 1]);
  expect(frames[0]?.group).not.toBe(frames[1]?.group);

  for (let index = 0; index < 5_100; index += 1) feed.publish('changed', aSession());
  answers[0]?.resolve();
  await eventually(() => frames.length === 3);

  expect(frames[2]?.frame.sequence).toBe(3);
  expect(frames[2]?.frame.changes).toHaveLength(100);
});

test('a session that differs by its last activity is told, and so is one that ends twice', async () => {
  const { feed, frames, answers } = world();
  const session = aSession();
  feed.publish('changed', session);
  feed.publish('changed', { ...session, lastActivityTime: session.lastActivityTime + 1 });
  answers[0]?.resolve();
  await eventually(() => frames.length === 2);
  feed.publish('ended', session);
  answers[1]?.resolve();
  await eventually(() => frames.length === 3);
  feed.publish('ended', session);
  answers[2]?.resolve();
  await eventually(() => frames.length === 4);

  expect(frames.slice(1).flatMap(toldOf)).toEqual([
    `changed ${session.sessionId}`,
    `ended ${session.sessionId}`,
    `ended ${session.sessionId}`,
  ]);
});
