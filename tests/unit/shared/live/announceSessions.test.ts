import { expect, test } from 'vitest';
import { announceSessions } from '../../../../shared/live/announceSessions.ts';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { disconnectSession } from '../../../../shared/sessions/disconnectSession.ts';
import type { SessionStore } from '../../../../shared/sessions/ports.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { aCaller, aSession, bastion } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

test('the life of a session is told, step by step', async () => {
  const world = sessionWorld();
  const told: string[] = [];
  const feed = {
    publish: (kind: string, { state }: { state: string }) => void told.push(`${kind} ${state}`),
  };
  const deps = Object.assign(world.deps, {
    sessions: Object.assign({ ...world.deps.sessions }, announceSessions(world.deps.sessions, feed)),
  });
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(deps, { userId: world.userOf(opened), connectionId: 'c1' });
  await activateSession(deps, { sessionId, connectionId: 'c1' });
  await disconnectSession(deps, sessionId, { bastionId: bastion, caller: aCaller(), sourceIpAddress: '' });

  expect(told).toEqual(['added Pending', 'changed Active', 'changed Disconnecting', 'ended Ended']);
});

test('a session that is stored as it was read is no news, also when another process has told of it', async () => {
  const { deps } = sessionWorld();
  const told: string[] = [];
  const processOf = (name: string) =>
    announceSessions(deps.sessions, {
      publish: (kind, { mode }) => void told.push(`${name} ${kind} ${mode}`),
    });
  const [one, two] = [processOf('one'), processOf('two')];
  const { sessionId } = aSession();
  const change = async (store: SessionStore, over: Partial<Session>): Promise<void> => {
    const found = await store.get(sessionId);
    if (found !== undefined) await store.replace({ ...found.value, ...over }, found.version);
  };
  await one.insert(aSession({ sessionId }));
  await change(one, { mode: 'observer' });
  await change(two, { mode: 'operator' });
  await change(two, { dueAt: 1 });
  await change(one, { dueAt: 2 });
  await change(one, { mode: 'observer' });

  expect(told).toEqual([
    'one added operator',
    'one changed observer',
    'two changed operator',
    'one changed observer',
  ]);
});

test('a change that lost to another one is not told', async () => {
  const world = sessionWorld();
  const told: unknown[] = [];
  const store = announceSessions(world.deps.sessions, { publish: (kind) => void told.push(kind) });
  const session = aSession();
  await store.insert(session);
  const version = (await store.get(session.sessionId))?.version ?? '';
  await store.replace({ ...session, userName: 'Bob' }, version);

  expect(await store.replace({ ...session, userName: 'Carol' }, version)).toBeUndefined();
  expect(told).toEqual(['added', 'changed']);
  await store.remove(session);
  expect(told).toEqual(['added', 'changed', 'ended']);
});
