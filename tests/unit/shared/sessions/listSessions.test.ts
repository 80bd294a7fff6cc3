import { expect, test } from 'vitest';
import { parseFilter } from '../../../../shared/sessions/filter/parseFilter.ts';
import { type ListInput, listSessions } from '../../../../shared/sessions/listSessions.ts';
import { aSession, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';

/** Sessions of which every `each`-th is Bob's; the ids of his, newest first. */
async function seeded(world: SessionWorld, count: number, each: number): Promise<readonly string[]> {
  const bobs: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const isBobs = index % each === 0;
    const session = aSession({ mode: 'observer', userName: isBobs ? 'Bob' : 'Alice' });
    await world.deps.sessions.insert(session);
    if (isBobs) bobs.push(session.sessionId);
  }
  return bobs.toSorted();
}

async function walk(world: SessionWorld, over: Partial<ListInput>) {
  const pages: string[][] = [];
  for (let after: string | undefined; ; ) {
    const page = await listSessions(world.deps, {
      bastionId: bastion,
      state: 'active',
      limit: 3,
      after,
      ...over,
    });
    pages.push(page.sessions.map(({ sessionId }) => sessionId));
    if (page.next === undefined) return pages;
    after = page.next;
  }
}
const ofBob = parseFilter("userName eq 'Bob'");

test('the pages of a filtered list hold every match once, newest first', async () => {
  const world = sessionWorld();
  const bobs = await seeded(world, 50, 7);

  const pages = await walk(world, { filter: ofBob });

  expect(pages.flat()).toEqual(bobs);
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 2]);
});

test('a page that looked at 5,000 sessions is answered as it is, with a way on', async () => {
  const world = sessionWorld();
  await seeded(world, 1, 1);
  await seeded(world, 5_400, 10_000);

  const pages = await walk(world, { filter: ofBob });

  expect(pages.map(({ length }) => length)).toEqual([0, 2]);
});

test('without a filter a page is one question of the page’s size', async () => {
  const world = sessionWorld();
  await seeded(world, 7, 1);
  const asked: number[] = [];
  const listActive = world.deps.sessions.listActive.bind(world.deps.sessions);
  world.deps.sessions.listActive = async (bastionId, page) => {
    asked.push(page.limit);
    return await listActive(bastionId, page);
  };

  const pages = await walk(world, {});

  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(asked).toEqual([3, 3, 3]);
});

test('what ended is another list', async () => {
  const world = sessionWorld();
  await world.given();
  const over = aSession({ state: 'Ended', endReason: 'ClosedByUser' });
  await world.deps.sessions.archive(over);

  expect(await walk(world, { state: 'ended' })).toEqual([[over.sessionId]]);
});
