import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createAppendBlob } from '../../shared/azure/appendBlob.ts';
import { startAzurite } from '../support/azurite.ts';
import { until } from '../support/relayOfPorts.ts';
import { startRelayWorld } from '../support/relayWorld.ts';

const line = (number: number): string => `${String(number).padStart(9, '0')}\r\n`;
const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => line(from + index)).join('');

/** Prints `count` lines in small pieces, so that the flood lasts for a while. Calls `midway` in its middle. */
async function flood(
  print: (text: string) => void,
  count: number,
  midway: () => Promise<void> | void,
): Promise<void> {
  for (let number = 0; number < count; number += 100) {
    print(lines(number, 100));
    if (number === Math.floor(count / 200) * 100) await midway();
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

test('what is typed reaches the guest and its echo comes back', async () => {
  await using world = await startRelayWorld();
  world.guest.echo(true);
  const console = await world.open('s1');

  for (const key of 'uname -a\r') console.type(key);
  await until(() => console.shown().includes('uname -a\r'), world.relay);

  expect(world.guest.typed()).toBe('uname -a\r');
  await until(() => console.viewer.pendingInputBytes === 0);
});

test('a late joiner gets the log from any offset, an observer cannot type', async () => {
  await using world = await startRelayWorld();
  world.guest.print(lines(0, 200_000));
  const first = await world.open('s1', { resumeOffset: 0 });
  await until(() => first.shown().length === world.guest.output().length, world.relay);

  const fromMiddle = await world.open('s2', { mode: 'observer', resumeOffset: 1_000_003 });
  const recent = await world.open('s3', { mode: 'observer' });
  const size = world.guest.output().length;
  await until(() => fromMiddle.viewer.offset === size && recent.viewer.offset === size, world.relay);
  fromMiddle.type('sneaky');
  first.type('allowed');
  await until(() => world.guest.typed() !== '');

  expect(first.shown().equals(world.guest.output())).toBe(true);
  expect(fromMiddle.shown().equals(world.guest.output().subarray(1_000_003))).toBe(true);
  expect(recent.start()).toBe(size - 1_048_576);
  expect(recent.shown().equals(world.guest.output().subarray(size - 1_048_576))).toBe(true);
  expect(world.guest.typed()).toBe('allowed');
});

test('when viewer and relay lose their connections in a flood, nothing is lost or doubled', async () => {
  await using world = await startRelayWorld();
  const console = await world.open('s1');
  const typed = Array.from({ length: 40 }, (_, index) => `key ${index};`);

  await flood(world.guest.print, 60_000, async () => {
    for (const text of typed.slice(0, 20)) console.type(text);
    world.viewerProxy.cut();
    world.relayProxy.cut();
    for (const text of typed.slice(20)) console.type(text);
  });
  await until(() => console.viewer.offset === world.guest.output().length, world.relay);
  await until(() => console.viewer.pendingInputBytes === 0, world.relay);

  expect(console.shown().equals(world.guest.output())).toBe(true);
  expect(world.guest.typed()).toBe(typed.join(''));
  expect(console.notices.filter(({ kind }) => kind === 'gap')).toEqual([]);
});

test('a relay that is killed in a flood is followed by one that goes on exactly there', async () => {
  await using world = await startRelayWorld();
  const console = await world.open('s1');
  console.type('before;');
  await until(() => console.viewer.pendingInputBytes === 0, world.relay);

  await flood(world.guest.print, 60_000, () => world.restartRelay());
  console.type('after;');
  await until(() => console.viewer.offset === world.guest.output().length, world.relay);
  await until(() => console.viewer.pendingInputBytes === 0, world.relay);

  expect(console.shown().equals(world.guest.output())).toBe(true);
  expect(world.guest.typed()).toBe('before;after;');
  expect(console.notices.filter(({ kind }) => kind === 'gap')).toEqual([]);
});

test('the relay follows its control plane: it reports, detaches and says what its ports do', async () => {
  await using world = await startRelayWorld();
  const { controlPlane } = world;
  world.guest.print('login: ');
  const console = await world.open('s1');

  const operationId = randomUUID();
  await controlPlane.command({ kind: 'report', operationId });
  await until(() => controlPlane.operations.has(operationId), world.relay);
  expect(controlPlane.operations.get(operationId)?.sessions.map(({ sessionId }) => sessionId)).toEqual([
    's1',
  ]);
  await controlPlane.detach('s1');
  await until(() => world.relay.logged().includes('detached'), world.relay);
  console.type('ignored');
  const beats = controlPlane.heartbeats.length;
  await until(() => controlPlane.heartbeats.length > beats + 1, world.relay);

  expect(controlPlane.heartbeats.at(-1)).toMatchObject({
    ports: [{ portId: world.portId, power: 'running', endOffset: 7 }],
    sessions: [],
  });
  // Once, and not before the heartbeat after it was left.
  expect(controlPlane.heartbeats.flatMap(({ leftPorts = [] }) => leftPorts)).toEqual([world.portId]);
  expect(controlPlane.refused).toEqual([]);
  expect(world.guest.typed()).toBe('');
  expect(world.relay.logged()).not.toContain(world.secret);
  expect(world.relay.logged()).not.toContain('access_token');
});

test('the boot log holds all output, before, across and after a kill, and the relay ends on SIGTERM', async () => {
  await using azurite = await startAzurite();
  const bootLog = {
    account: 'sthubdiag',
    container: 'bootdiagnostics-vm1-1',
    blob: 'vm-1.serialconsole.log',
  };
  await using world = await startRelayWorld({ blobs: azurite.connectionString, bootLog });
  const blob = createAppendBlob(azurite.connectionString, bootLog);
  const read = async (): Promise<Buffer> => Buffer.from(await blob.read(0, 10_000_000));

  await flood(world.guest.print, 20_000, () => world.restartRelay());
  await world.connected();
  world.guest.print('the end');
  await until(
    () => (world.controlPlane.heartbeats.at(-1)?.ports[0]?.endOffset ?? 0) === 220_007,
    world.relay,
  );
  world.relay.child.kill('SIGTERM');
  const [code] = await once(world.relay.child, 'exit');

  expect(code).toBe(0);
  expect((await read()).equals(world.guest.output())).toBe(true);
});
