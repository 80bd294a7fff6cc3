import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { BootLog } from '../../relay/bootLog.ts';
import { openJournal } from '../../relay/journal.ts';
import { OutputLog } from '../../relay/outputLog.ts';
import { PortPump } from '../../relay/portPump.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import { createAppendBlob } from '../../shared/azure/appendBlob.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { eventually } from '../support/eventually.ts';
import { startTestGuest, type TestGuest } from '../support/guest.ts';
import { silentLog } from '../support/silentLog.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const { qemu, why } = guestsAvailable();
const maxBytes = 4_096;

describe.skipIf(!qemu)(`a boot log that rotates${why === undefined ? '' : ` (${why})`}`, () => {
  let guest: TestGuest;
  let azurite: Azurite;
  const folder = temporaryFolder();
  const container = `bootdiagnostics-${randomUUID()}`;
  beforeAll(async () => {
    [guest, azurite] = await Promise.all([startTestGuest(), startAzurite()]);
  });
  afterAll(async () => {
    await guest?.[Symbol.asyncDispose]();
    await azurite?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const openBlob = () =>
    createAppendBlob(azurite.connectionString, { account: 'any', container, blob: 'vm.serialconsole.log' });
  const serialLog = (): Buffer => readFileSync(join(guest.directory, 'serial.log'));

  /** As much of a relay as writes boot logs. It may die without a word: `kill`. */
  async function startRelay() {
    const port = createQemuPort(guest);
    const journal = openJournal({
      directory: folder.path,
      newEpoch: randomUUID,
      onFault: (fault) => expect.fail(String(fault)),
      // The journal forgets long before the blobs do.
      segmentBytes: 2_048,
      maxSegments: 4,
    });
    const output = new OutputLog(journal, 1_024);
    const pump = new PortPump({ port, log: output, publish: async () => true, now: Date.now });
    const schedule = (task: () => void): (() => void) => {
      const timer = setTimeout(task, 50);
      return () => clearTimeout(timer);
    };
    const bootLog = new BootLog({
      blob: openBlob(),
      output,
      isCaughtUp: () => true,
      relayId: 'relay-01',
      fence: () => 1,
      schedule,
      log: silentLog,
      onDelayed: () => undefined,
      maxBytes,
    });
    output.archive = bootLog;
    pump.onAppended = () => bootLog.notify();
    await pump.start();
    bootLog.notify();
    return {
      output,
      pump,
      async stop() {
        await port[Symbol.asyncDispose]();
        await bootLog.close();
        journal.close();
      },
    };
  }

  async function stored(): Promise<{ sizes: number[]; all: Buffer }> {
    const blob = openBlob();
    const { length } = await blob.open();
    const sealed = await blob.listSealed();
    const parts = sealed.map(({ number }) => blob.read(0, maxBytes * 2, number));
    const all = Buffer.concat([...(await Promise.all(parts)), await blob.read(0, maxBytes * 2)]);
    return { sizes: [...sealed.map((one) => one.length), length], all };
  }

  test('has every byte of the guest once, over relays that come and go, and serves what the journal forgot', async () => {
    const first = await startRelay();
    await eventually(() => serialLog().includes('login: '), { timeoutMs: 80_000 });
    await first.stop();
    const second = await startRelay();
    await second.pump.write(Buffer.from('alice\r'));
    await eventually(() => serialLog().includes('Password: '));
    await second.stop();
    const third = await startRelay();
    const log = serialLog();
    await eventually(async () => (await stored()).all.length === log.length, { timeoutMs: 20_000 });

    const { sizes, all } = await stored();
    expect(all.equals(log)).toBe(true);
    expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).map(() => maxBytes));
    expect(sizes.length).toBeGreaterThan(4);
    expect(third.output.oldestLocal).toBeGreaterThan(maxBytes);
    // The third relay learns what the blobs hold when it opens them.
    await eventually(() => third.output.firstKept(100) === 100);
    const old = await third.output.read(100, 2_000);
    expect(Buffer.from(old).equals(log.subarray(100, 2_100))).toBe(true);
    await third.stop();
  });
});
