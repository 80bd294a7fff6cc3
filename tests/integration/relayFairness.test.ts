import { expect, test } from 'vitest';
import { offset, startBusyRelay, sum, text } from '../support/busyRelay.ts';
import { until } from '../support/relayOfPorts.ts';

// Ports of one relay share its event loop, its disk and its one connection to the hub.

const ports = 100;

test('a hundred ports that all flood are shown alike, none less than half of the mean', async () => {
  await using world = await startBusyRelay(ports);
  const { consoles, relay } = world;
  const flood = 262_144;
  const all = `flood ${flood}\r\n`.length + flood + 'alice@vm-0:~$ '.length;
  const begun = consoles.map(offset);
  const shown = (): number[] => consoles.map((console, index) => offset(console) - (begun[index] ?? 0));

  for (const console of consoles) console.type(`flood ${flood}\r`);
  const shares: number[] = [];
  for (const part of [0.5, 0.75]) {
    await until(() => sum(shown()) >= part * flood * ports, relay, 60_000);
    const now = shown();
    shares.push(Math.min(...now) / (sum(now) / ports));
  }
  await until(() => Math.min(...shown()) >= all, relay, 60_000);

  expect(Math.min(...shares)).toBeGreaterThan(0.5);
  const floods = consoles.map((console) => /0000000000 [^]*(?=alice@)/.exec(text(console))?.[0]);
  expect(floods[0]?.length).toBe(flood);
  expect(new Set(floods).size).toBe(1);
});

test('ports where people type answer them, while others flood without end', async () => {
  await using world = await startBusyRelay(ports);
  const flooding = world.consoles.slice(0, 10);
  const typing = world.consoles.slice(10);
  const rounds = Array.from({ length: 10 }, (_, round) => `round-${round}`);
  for (const console of flooding) console.type('yes\r');

  const waitedFor: number[] = [];
  for (const word of rounds) {
    const before = flooding.map(offset);
    const more = (): number[] => flooding.map((console, index) => offset(console) - (before[index] ?? 0));
    for (const console of typing) console.type(`echo ${word}\r`);
    await until(() => typing.every((console) => text(console).includes(`\r\n${word}\r\n`)), world.relay);
    waitedFor.push(sum(more()));
    await until(() => Math.min(...more()) > 0, world.relay);
  }

  const answers = typing.map((console) => text(console).match(/^round-\d+/gm));
  expect(answers).toEqual(typing.map(() => rounds));
  // Shown by the floods before the last of all answers: no more than may wait in the relay, twice.
  expect(Math.max(...waitedFor)).toBeLessThan(16_777_216);
});
