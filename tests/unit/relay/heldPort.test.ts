import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HeldPort } from '../../../relay/heldPort.ts';
import { createFakeAppendBlob } from '../../support/fakeAppendBlob.ts';
import { createFakeSerialPort } from '../../support/fakeSerialPort.ts';
import { createManualSchedule } from '../../support/manualSchedule.ts';
import { silentLog } from '../../support/silentLog.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const targetResourceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-web-01';

function createWorld(stateFolder: string, recordId?: string) {
  let now = 1_000_000;
  const port = Object.assign(createFakeSerialPort(), { recordId });
  const published: string[] = [];
  const deps = {
    relayId: 'relay-01',
    stateFolder,
    ringBytes: 1_024,
    publish: async (group: string) => published.push(group) > 0,
    now: () => now,
    random: () => 0,
    newEpoch: () => 'e1',
    lease: { fence: 1 },
    schedule: createManualSchedule().schedule,
    log: silentLog,
  };
  const held = new HeldPort(deps, { targetResourceId, port, ssh: undefined });
  return { held, port, published, wait: (ms: number) => void (now += ms) };
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

test('a journal is named by what the host keeps of its port, so that another relay counts in the same one', () => {
  using folder = temporaryFolder();
  using second = temporaryFolder();

  const epochs = [
    createWorld(folder.path, 'record-1'),
    createWorld(folder.path, 'record-2'),
    createWorld(second.path, 'record-1'),
  ].map(({ held }) => held.pump.log.epoch);

  expect(epochs).toEqual(['record-1', 'record-1', 'record-1']);
});

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

test('a port that another relay has now is drained and kept, and nothing of it leaves until it is named again', async () => {
  using folder = temporaryFolder();
  const { held, port, published } = createWorld(folder.path);
  const blob = createFakeAppendBlob();
  const blobs = { openBlob: () => blob, putPicture: undefined };
  const bootLog = { account: 'a', container: 'c', blob: 'b' };
  await held.start();
  held.named({ portId: 'p1', targetResourceId, bootLog }, blobs);
  held.pump.viewers = 1;
  port.print('shown;');
  const before = published.splice(0);

  held.left();
  port.print('kept;');
  const meanwhile = [held.portId, held.state, held.serves('p1'), published.splice(0)];
  held.named({ portId: 'p1', targetResourceId, bootLog }, blobs);
  port.print('shown again');

  expect([before, meanwhile, published]).toEqual([
    ['live-p1'],
    [undefined, undefined, false, []],
    ['live-p1'],
  ]);
  await held.close();
  expect(blob.text()).toBe('shown;kept;shown again');
});

test.each([
  ['ends before its port was read up to its end', 'record-1', false, ''],
  ['has read its port up to its end', 'record-1', true, 'read;'],
  ['has a port without a record', undefined, false, 'read;'],
])('a relay that %s touches the boot log accordingly', async (_, recordId, isRead, stored) => {
  using folder = temporaryFolder();
  const { held, port } = createWorld(folder.path, recordId);
  const blob = createFakeAppendBlob();
  const bootLog = { account: 'a', container: 'c', blob: 'b' };
  held.named({ portId: 'p1', targetResourceId, bootLog }, { openBlob: () => blob, putPicture: undefined });

  await (isRead ? held.start() : held.pump.start());
  port.print('read;');
  await held.close();

  expect(blob.text()).toBe(stored);
});
