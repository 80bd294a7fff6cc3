import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HeldPort } from '../../../relay/heldPort.ts';
import { createFakeSerialPort } from '../../support/fakeSerialPort.ts';
import { createManualSchedule } from '../../support/manualSchedule.ts';
import { silentLog } from '../../support/silentLog.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const targetResourceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-web-01';

function createWorld(stateFolder: string) {
  let now = 1_000_000;
  const port = createFakeSerialPort();
  const held = new HeldPort({
    targetResourceId,
    port,
    ssh: undefined,
    stateFolder,
    ringBytes: 1_024,
    publish: async () => true,
    now: () => now,
    random: () => 0,
    newEpoch: () => 'e1',
    lease: { fence: 1 },
    schedule: createManualSchedule().schedule,
    log: silentLog,
  });
  return { held, port, wait: (ms: number) => void (now += ms) };
}

/** Files below the folder that this process has open. */
const openFiles = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd)).startsWith(folder);
    } catch {
      return false; // The one with which the folder was listed.
    }
  }).length;

test('a port rests once nobody watches it and its guest has been silent, and goes on where it was', async () => {
  using folder = temporaryFolder();
  const { held, port, wait } = createWorld(folder.path);
  await held.start();
  port.print('before;');
  const files: number[] = [];
  const look = (): void => {
    held.restIfIdle();
    files.push(openFiles(folder.path));
  };

  look();
  wait(10_001);
  held.pump.viewers += 1;
  look();
  held.pump.viewers -= 1;
  look();
  port.print('after;');
  look();

  expect(files).toEqual([1, 1, 0, 1]);
  expect(Buffer.from(await held.pump.log.read(0, 100)).toString()).toBe('before;after;');
  await held.close();
});
