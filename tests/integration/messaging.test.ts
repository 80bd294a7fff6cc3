import { expect, test } from 'vitest';
import { createMessaging } from '../../shared/azure/webPubSub.ts';
import type { LinkedSession } from '../../shared/console/messaging.ts';
import { reliable, startTestService } from '../support/webPubSub/service.ts';
import { openWire, type WireClient } from '../support/webPubSub/wireClient.ts';

const serial = (sessionId: string, portId: string): LinkedSession => ({
  sessionId,
  protocol: 'Serial',
  portId,
});

let ackId = 0;
/** Whether the hub takes a message to this group. */
async function maySend(relay: WireClient, group: string): Promise<boolean> {
  ackId += 1;
  relay.send({ type: 'sendToGroup', group, dataType: 'text', data: '', ackId });
  for (;;) {
    const frame = await relay.nextJson();
    if (frame['type'] === 'ack' && frame['ackId'] === ackId) return frame['success'] === true;
  }
}

async function openRelay(connectionString: string, sessions: readonly LinkedSession[]) {
  const messaging = createMessaging(connectionString);
  const relay = await openWire(
    await messaging.relayUrl({ relayId: 'relay-01', fence: 7, sessions }),
    reliable,
  );
  const { connectionId } = (await relay.nextJson()) as { connectionId: string };
  return { messaging, relay, connectionId };
}

test('a relay may send to the ports that somebody watches, and to no other', async () => {
  await using service = await startTestService();
  const { messaging, relay, connectionId } = await openRelay(service.connectionString, [serial('s1', 'p1')]);
  const groups = ['live-p1', 'down-s1', 'live-p2', 'down-s2', 'live-p3', 'down-s3', 'up-s1'];
  const sendable = async () => {
    const allowed: string[] = [];
    for (const group of groups) if (await maySend(relay, group)) allowed.push(group);
    return allowed;
  };

  const before = await sendable();
  await messaging.link(connectionId, serial('s2', 'p2'));
  await messaging.link(connectionId, { ...serial('s3', 'p3'), protocol: 'SSH' });

  expect(before).toEqual(['live-p1', 'down-s1']);
  expect(await sendable()).toEqual(['live-p1', 'down-s1', 'live-p2', 'down-s2', 'down-s3']);
  await messaging.revokeLive(connectionId, 'p1');
  await messaging.revokeLive(connectionId, 'never-granted');
  expect(await sendable()).toEqual(['down-s1', 'live-p2', 'down-s2', 'down-s3']);
});

test('a relay that holds all the rights that a connection can hold goes on being linked', async () => {
  await using service = await startTestService();
  const { messaging, connectionId } = await openRelay(service.connectionString, []);
  const sessions = Array.from({ length: 500 }, (_, index) => serial(`s${index}`, `p${index}`));
  const links: boolean[] = [];
  for (const session of sessions) links.push(await messaging.link(connectionId, session));

  const isWhole = await messaging.link(connectionId, serial('one-too-many', 'p0'));

  const [connection] = await service.connections('console');
  expect(connection?.groups).toContain('up-one-too-many');
  expect([links.includes(false), isWhole]).toEqual([false, false]);
  expect(await messaging.link('nobody', serial('s0', 'p0'))).toBe(true);
});
