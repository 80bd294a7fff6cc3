import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { createAppendBlob } from '../../shared/azure/appendBlob.ts';
import { createLeaseTable } from '../../shared/azure/leaseTable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { createMessaging } from '../../shared/azure/webPubSub.ts';
import { bootLogOf } from '../../shared/fleet/bootLog.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { startSecondRelay } from '../support/secondRelay.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { whileStopped } from '../support/whileStopped.ts';

// Two processes as one relay, with everything between them real: tables, blobs, Web PubSub, the function app.

const leaseSeconds = 'SALLYPORT_RELAY_LEASE_SECONDS';
let stack: LocalStack;

beforeAll(async () => {
  process.env[leaseSeconds] = '4';
  stack = await startLocalStack({ guests: 'simulated' });
});
afterAll(async () => {
  delete process.env[leaseSeconds];
  await stack?.[Symbol.asyncDispose]();
});

const firstLogged = (): string => readFileSync(join(stack.stateFolder, 'logs', 'relay.log'), 'utf8');
const fenceOf = async (): Promise<number> =>
  (await createLeaseTable(openTables(stack.storage).relays).get('relay-01'))?.value.fence ?? 0;

async function bootLog(): Promise<{ fence: number; text: string }> {
  const target = readFleetFile().fleet.targets.find(({ computerName }) => computerName === 'vm-web-01');
  const name = target && bootLogOf(target);
  if (!name) throw new Error('vm-web-01 has no boot log.');
  const blob = createAppendBlob(stack.storage, name);
  const { metadata, length } = await blob.open();
  return { fence: Number(metadata.fence), text: String(Buffer.from(await blob.read(0, length))) };
}

/** What the hub answers to a relay that comes with a client URL of this fence. */
async function statusAtHub(fence: number): Promise<number> {
  const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
  const hub = createMessaging(`Endpoint=${stack.addresses.webPubSub};AccessKey=${key};Version=1.0;`);
  const url = await hub.relayUrl({ relayId: 'relay-01', fence, sessions: [] });
  const socket = new WebSocket(url, 'json.reliable.webpubsub.azure.v1');
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on('open', () => resolve(101));
  socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
  socket.on('error', () => undefined);
  const status = await promise;
  socket.terminate();
  return status;
}

test('a second process in the same state folder says so and ends', async () => {
  await using second = startSecondRelay(stack, join(stack.stateFolder, 'relay'));

  expect(await second.ended).toBe(1);
  expect(second.logged()).toContain('stateFolderInUse');
});

test('tables that are away for longer than the lease make a console stand still, and nothing is lost or typed twice', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  console.type('\n\nalice\ncorrect-horse\n');
  await eventually(() => console.text().endsWith('$ '));
  const describe = (): string => `${firstLogged().slice(-2_000)}\n${console.text().slice(-200)}`;
  const from = console.text().length;
  const last = 2_000_000;

  console.type(`seq ${last}\n`);
  await eventually(() => console.text().length > from + 1_000, { describe });
  const seen = await whileStopped(stack.storagePids.tables, async () => {
    await eventually(() => firstLogged().includes('heartbeatFault'), { describe });
    const frozenAt = console.text().length;
    console.type('echo once\n');
    await sleep(3_000);
    return { frozenAt, grownBy: console.text().length - frozenAt };
  });
  await eventually(() => console.text().endsWith('once\r\nalice@vm-web-01:~$ '), { describe });

  const lines = Array.from({ length: last }, (_, index) => `${index + 1}\r\n`).join('');
  const prompt = 'alice@vm-web-01:~$ ';
  const expected = `seq ${last}\r\n${lines}${prompt}echo once\r\nonce\r\n${prompt}`;
  expect(seen.grownBy).toBe(0);
  expect(seen.frozenAt).toBeLessThan(from + expected.length);
  expect(console.text().slice(from) === expected).toBe(true);
  expect(firstLogged()).toContain('"wasHeld":false');
});

test('a relay that was paused past its lease does nothing more: another serves its sessions', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  console.type('\n\nalice\ncorrect-horse\n');
  await eventually(() => console.text().endsWith('$ '));
  const firstFence = await fenceOf();
  await eventually(async () => (await bootLog()).fence === firstFence);
  using folder = temporaryFolder();
  await using second = startSecondRelay(stack, folder.path);
  const describe = (): string => `${second.logged()}\n${firstLogged()}\n${console.text().slice(-500)}`;
  await eventually(() => second.logged().includes('standingBy'), { describe });

  const firstPid = stack.relayPid();
  console.type('seq 20000000\n');
  await eventually(() => console.text().endsWith('99\r\n') || console.text().length > 50_000, { describe });
  process.kill(firstPid, 'SIGSTOP');
  await eventually(() => second.logged().includes('"serving"'), { describe });
  await eventually(() => console.snapshot().state === 'connected');
  const taken = console.shown().length;
  console.type('\n\nalice\ncorrect-horse\n');
  await eventually(() => console.text().slice(taken).includes('$ '), { describe });
  await eventually(async () => {
    const { fence, text } = await bootLog();
    return fence > firstFence && text.endsWith('alice@vm-web-01:~$ ');
  });
  const { text: storedBefore } = await bootLog();
  const shownBefore = console.text();
  process.kill(firstPid, 'SIGCONT');
  await eventually(() => /leaseLost|hubDisconnected/.test(firstLogged()), { describe });
  await eventually(() => firstLogged().includes('standingBy'), { describe });
  console.type('echo here\n');
  await eventually(() => console.text().endsWith('here\r\nalice@vm-web-01:~$ '), { describe });

  expect(console.text().slice(shownBefore.length)).toBe('echo here\r\nhere\r\nalice@vm-web-01:~$ ');
  expect(console.answers).toHaveLength(1);
  await eventually(async () => (await bootLog()).text.endsWith('here\r\nalice@vm-web-01:~$ '));
  expect((await bootLog()).text.slice(storedBefore.length)).toBe(console.text().slice(shownBefore.length));
  expect([await statusAtHub(firstFence), await statusAtHub((await bootLog()).fence)]).toEqual([401, 101]);
});
