import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startApplication } from '../../support/webPubSub/applicationServer.ts';
import { json } from '../../support/webPubSub/service.ts';
import { openWire } from '../../support/webPubSub/wireClient.ts';

const main = new URL('../../../infra/local/webPubSub/main.ts', import.meta.url).pathname;

test('the process is configured by its environment, says when it is ready and stops when told to', async () => {
  await using app = await startApplication(() => ({ status: 204 }));
  const key = 'a-key-that-is-long-enough-for-anything';
  const hubs = { chat: [{ urlTemplate: app.url, systemEvents: ['connected'] }] };
  const child = spawn(process.execPath, [main], {
    env: {
      WebPubSub__Port: '0',
      WebPubSub__AdminPort: '0',
      WebPubSub__AccessKey: key,
      WebPubSub__Hubs: JSON.stringify(hubs),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { endpoint, ...ready } = JSON.parse(line) as { endpoint: string };

  expect(ready).toMatchObject({
    level: 'info',
    message: 'ready',
    port: expect.any(Number),
    adminPort: expect.any(Number),
  });
  expect(line).not.toContain(key);
  const rest = new WebPubSubServiceClient(`Endpoint=${endpoint};AccessKey=${key};Version=1.0;`, 'chat');
  await using client = await openWire((await rest.getClientAccessToken()).url, json);
  await client.next();
  await eventually(() => app.events.length === 1);

  child.kill('SIGTERM');

  expect(await exited).toEqual([0, null]);
  expect((await client.closed).code).toBe(1001);
});
