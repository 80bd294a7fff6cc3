import { expect, test } from 'vitest';
import type { LinkedSession } from '../../../../shared/console/messaging.ts';
import { linkSessions, type RelayRightsDeps, revokeLeft } from '../../../../shared/relays/relayRights.ts';
import { fakeMessaging } from '../../../support/fakeMessaging.ts';

const connectionId = 'r1';
const serial = (sessionId: string, portId: string): LinkedSession => ({
  sessionId,
  protocol: 'Serial',
  portId,
});

/** A hub that gives the first `room` sessions their rights. */
function createWorld(room = Number.POSITIVE_INFINITY) {
  const messaging = fakeMessaging();
  const sessions: LinkedSession[] = [];
  const link = messaging.link.bind(messaging);
  let given = 0;
  messaging.link = async (to, session) => {
    await link(to, session);
    return (given += 1) <= room;
  };
  const deps: RelayRightsDeps = { messaging, readSessions: async () => [...sessions] };
  return { messaging, sessions, deps };
}

test('a port that its last viewer left loses its right, and one that is still watched is linked again', async () => {
  const { messaging, deps, sessions } = createWorld();
  sessions.push(serial('s2', 'watched'));

  const returned = await revokeLeft(deps, {
    connectionId,
    leftPorts: ['empty', 'watched'],
    sessions: [...sessions, { ...serial('s3', 'empty'), protocol: 'SSH' }],
  });

  expect(messaging.calls).toEqual([['revokeLive', connectionId, 'empty']]);
  expect(returned).toEqual([serial('s2', 'watched')]);
});

test('who comes while the right is being taken gets it back', async () => {
  const { messaging, deps, sessions } = createWorld();
  messaging.revokeLive = async () => void sessions.push(serial('s1', 'p1'), serial('s2', 'other'));

  const returned = await revokeLeft(deps, { connectionId, leftPorts: ['p1'], sessions: [] });

  expect(returned).toEqual([serial('s1', 'p1')]);
});

test('with nothing left nothing is asked of the hub or the table', async () => {
  const { messaging, deps } = createWorld();
  const readSessions = () => Promise.reject(new Error('not asked'));

  const input = { connectionId, leftPorts: [], sessions: [serial('s1', 'p1')] };

  expect(await revokeLeft({ ...deps, readSessions }, input)).toEqual([]);
  expect(messaging.calls).toEqual([]);
});

test('a connection whose rights are used up, though its sessions need few, is closed to come back with few', async () => {
  const { messaging, deps } = createWorld(1);
  const sessions = [serial('s1', 'p1'), serial('s2', 'p2')];

  await linkSessions(deps, { connectionId, unlinked: sessions, sessions });

  expect(messaging.calls).toEqual([
    ['link', connectionId, 's1'],
    ['link', connectionId, 's2'],
    ['closeConnection', connectionId],
  ]);
});

test('where the sessions need more than a connection holds, who goes without is told, and nobody is cut', async () => {
  const { messaging, deps } = createWorld(500);
  const sessions = Array.from({ length: 501 }, (_, index) => serial(`s${index}`, `p${index}`));

  await linkSessions(deps, { connectionId, unlinked: sessions, sessions });

  expect(messaging.calls.filter(([call]) => call !== 'link')).toEqual([
    [
      'notify',
      's500',
      {
        kind: 'error',
        error: {
          code: 'RelayUnavailable',
          message:
            'The relay of this machine shows as many consoles as it can. Wait until others have been closed.',
        },
      },
    ],
  ]);
});
