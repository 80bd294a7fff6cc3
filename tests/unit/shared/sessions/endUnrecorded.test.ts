import { expect, test } from 'vitest';
import { endUnrecorded } from '../../../../shared/sessions/endUnrecorded.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const lastActivityTime = '2026-11-01T12:00:00Z';
const failed = (sessionId: string) => ({ sessionId, lastActivityTime, recording: 'failed' as const });

test('a strict session whose recording failed ends, and its person is told why', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ recording: 'strict' });

  await endUnrecorded(world.deps, 'relay-01', [failed(sessionId)]);

  expect(await world.deps.sessions.getEnded(sessionId)).toMatchObject({
    state: 'Ended',
    endReason: 'RecordingFailed',
    endMessage: expect.stringContaining('must be recorded'),
  });
});

test('another relay, a lenient session, one that is not recorded and one that is behind change nothing', async () => {
  const world = sessionWorld();
  const strict = await world.given({ recording: 'strict' });

  await endUnrecorded(world.deps, 'relay-02', [failed(strict.sessionId)]);
  await endUnrecorded(world.deps, 'relay-01', [
    { ...failed(strict.sessionId), recording: 'behind' },
    failed('no-such-session'),
  ]);
  expect((await world.deps.sessions.get(strict.sessionId))?.value.state).toBe('Active');

  const lenient = await world.given({ recording: 'lenient' });
  await endUnrecorded(world.deps, 'relay-01', [failed(lenient.sessionId)]);
  expect((await world.deps.sessions.get(lenient.sessionId))?.value.state).toBe('Active');
});
