import { expect, test } from 'vitest';
import type { Power } from '../../../../relay/ports/serialPort.ts';
import { Screenshots } from '../../../../relay/screen/screenshots.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { silentLog } from '../../../support/silentLog.ts';

function start() {
  const clock = createManualSchedule();
  const world = { stored: [] as string[], power: 'running' as Power, colour: 1, reads: 0, isDown: false };
  const screenshots = new Screenshots({
    bootLog: { account: 'a', container: 'c', blob: 'vm.1.serialconsole.log' },
    control: {
      readScreen: async () => {
        world.reads += 1;
        return Buffer.concat([Buffer.from('P6\n1 1\n255\n'), Buffer.alloc(3, world.colour)]);
      },
    },
    power: () => world.power,
    put: async ({ blob }) => {
      if (world.isDown) throw new Error('down');
      world.stored.push(blob);
    },
    schedule: clock.schedule,
    log: silentLog,
  });
  /** As when the minute is over. */
  const minute = async (): Promise<void> => {
    clock.runAll();
    await screenshots.take(false);
  };
  return { clock, world, screenshots, minute };
}

const both = ['vm.1.screenshot.bmp', 'vm.1.screenshot.png'];

test("every minute a display that changed is stored, under Azure's name and as PNG", async () => {
  const { clock, world, minute } = start();
  expect(clock.delaysMs()).toEqual([60_000]);

  await minute();
  await minute();
  expect(world.stored).toEqual(both);
  world.colour = 2;
  await minute();

  expect(world.stored).toEqual([...both, ...both]);
});

test('who asks gets a new one though nothing changed, and of many who ask at once the last is served too', async () => {
  const { world, screenshots } = start();
  await screenshots.take(true);
  await screenshots.take(true);
  expect(world.stored).toEqual([...both, ...both]);

  await Promise.all([screenshots.take(true), screenshots.take(true), screenshots.take(true)]);

  expect(world.reads).toBe(4);
});

test('a machine that is off keeps its last picture', async () => {
  const { world, screenshots } = start();
  world.power = 'stopped';

  await screenshots.take(true);

  expect([world.reads, world.stored]).toEqual([0, []]);
});

test('a store that is down harms nothing, and the next one is stored', async () => {
  const { world, screenshots } = start();
  world.isDown = true;
  await screenshots.take(true);
  world.isDown = false;

  await screenshots.take(false);

  expect(world.stored).toEqual(both);
});

test('after closing no timer is left', async () => {
  const { clock, screenshots } = start();

  await screenshots.close();

  expect(clock.delaysMs()).toEqual([]);
});
