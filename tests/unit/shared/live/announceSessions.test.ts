import { expect, test } from 'vitest';
import { announceSessions } from '../../../../shared/live/announceSessions.ts';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { disconnectSession } from '../../../../shared/sessions/disconnectSession.ts';
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

  expect(told).toEqual([
    'added Pending',
    'changed Pending',
    'changed Active',
    'changed Disconnecting',
    'ended Ended',
  ]);
});

test('a change that lost to another one is not told', async () => {
  const world = sessionWorld();
  const told: unknown[] = [];
  const store = announceSessions(world.deps.sessions, { publish: (kind) => void told.push(kind) });
  const session = aSession();
  await store.insert(session);
  const version = (await store.get(session.sessionId))?.version ?? '';
  await store.replace(session, version);

  expect(await store.replace(session, version)).toBeUndefined();
  expect(told).toEqual(['added', 'changed']);
  await store.remove(session);
  expect(told).toEqual(['added', 'changed', 'ended']);
});
