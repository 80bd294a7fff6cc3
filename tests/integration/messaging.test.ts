import { expect, test } from 'vitest';
import { createMessaging } from '../../shared/azure/webPubSub.ts';
import { reliable, startTestService } from '../support/webPubSub/service.ts';
import { openWire } from '../support/webPubSub/wireClient.ts';

test('a relay that holds all the rights that a connection can hold goes on being linked', async () => {
  await using service = await startTestService();
  const messaging = createMessaging(service.connectionString);
  const url = await messaging.relayUrl({ relayId: 'relay-01', fence: 7, portIds: [], sessionIds: [] });
  const relay = await openWire(url, reliable);
  const { connectionId } = (await relay.nextJson()) as { connectionId: string };
  const sessions = Array.from({ length: 1_000 }, (_, index) => `s${index}`);
  for (const session of sessions) await messaging.link(connectionId, session);

  await messaging.link(connectionId, 'one-too-many');

  const [connection] = await service.connections('console');
  expect(connection?.groups).toContain('up-one-too-many');
});
