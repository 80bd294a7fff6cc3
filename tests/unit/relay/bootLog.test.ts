import { describe, expect, test } from 'vitest';
import { BootLog } from '../../../relay/bootLog.ts';
import type { Journal } from '../../../relay/journal.ts';
import { OutputLog } from '../../../relay/outputLog.ts';
import { createFakeAppendBlob, type FakeAppendBlob } from '../../support/fakeAppendBlob.ts';
import { createManualSchedule } from '../../support/manualSchedule.ts';
import { createMemoryJournal } from '../../support/memoryJournal.ts';
import { silentLog } from '../../support/silentLog.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

function startBootLog(options: { blob?: FakeAppendBlob; journal?: Journal } = {}) {
  const blob = options.blob ?? createFakeAppendBlob();
  const journal = options.journal ?? createMemoryJournal();
  const output = new OutputLog(journal, 8);
  const clock = createManualSchedule();
  const bootLog = new BootLog({ blob, output, schedule: clock.schedule, log: silentLog });
  output.archive = bootLog;
  const print = (text: string): void => {
    output.append(bytes(text));
    bootLog.notify();
  };
  return { blob, journal, output, clock, bootLog, print };
}

describe('the boot log', () => {
  test('output goes to the blob in batches, one timer for all of it', async () => {
    const { blob, clock, bootLog, print } = startBootLog();

    print('one ');
    print('two ');
    print('three');

    expect(clock.delaysMs()).toEqual([1_000]);
    await bootLog.flush();
    expect([blob.text(), blob.blocks()]).toEqual(['one two three', 1]);
  });

  test('a silent port starts no timer', async () => {
    const { clock, bootLog } = startBootLog();

    await bootLog.flush();

    expect(clock.delaysMs()).toEqual([]);
  });

  test('a relay that starts again goes on where the blob ends', async () => {
    const first = startBootLog();
    first.print('before ');
    await first.bootLog.flush();
    first.print('between ');
    const second = startBootLog({ blob: first.blob, journal: first.journal });

    second.print('after');
    await second.bootLog.flush();

    expect(first.blob.text()).toBe('before between after');
  });

  test('an append whose answer was lost is not done twice', async () => {
    const { blob, bootLog, print } = startBootLog();
    await bootLog.flush();
    print('once');

    blob.failNext('applied');
    await bootLog.flush();
    print(' more');
    await bootLog.flush();

    expect(blob.text()).toBe('once more');
  });

  test('while the store is down the pauses grow, and then all of it is caught up with', async () => {
    const { blob, clock, bootLog, print } = startBootLog();
    print('kept ');
    const delays: number[] = [];

    for (let attempt = 0; attempt < 8; attempt += 1) {
      blob.failNext();
      await bootLog.flush();
      delays.push(...clock.delaysMs());
    }
    print('in the journal');
    await bootLog.flush();

    expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(blob.text()).toBe('kept in the journal');
  });

  test('what already was in the blob stays, and offsets are found behind it', async () => {
    const blob = createFakeAppendBlob();
    await blob.append(bytes('another relay wrote this. '), 0);
    const { output, bootLog, print } = startBootLog({ blob, journal: createMemoryJournal(4) });
    print('0123456789ABCDEF');

    await bootLog.flush();

    // Only the last four bytes were still in journal and ring when the blob was opened.
    expect(blob.text()).toBe('another relay wrote this. 89ABCDEF');
    expect([bootLog.from, bootLog.to]).toEqual([8, 16]);
    expect(String(Buffer.from(await output.read(9, 3)))).toBe('9AB');
  });

  test('output that nobody has any more is named in the blob, and later output is found again', async () => {
    const { blob, output, bootLog, print } = startBootLog({ journal: createMemoryJournal(4) });
    print('01234567');
    await bootLog.flush();
    for (const text of ['lostlost', 'lostlost', 'ABCDEFGH']) output.append(bytes(text));

    await bootLog.flush();
    output.append(bytes('IJKLMNOPQRST'));

    expect(blob.text()).toBe('01234567\r\n[sallyport: 16 bytes are missing here]\r\nABCDEFGH');
    expect(String(Buffer.from(await output.read(25, 4)))).toBe('BCDE');
    expect(output.firstKept(3)).toBe(24);
  });

  test('a crash between the note of a hole and its text shifts nothing', async () => {
    const { blob, journal, output, bootLog, print } = startBootLog({ journal: createMemoryJournal(4) });
    print('01234567');
    await bootLog.flush();
    for (const text of ['lostlost', 'ABCDEFGH']) output.append(bytes(text));
    blob.failNext('applied');
    await bootLog.flush();
    const second = startBootLog({ blob, journal });

    await second.bootLog.flush();

    // The second relay has only what the journal kept.
    expect(blob.text()).toMatch(/^01234567\n+.*EFGH$/s);
    expect(String(Buffer.from(await second.bootLog.read(20, 4)))).toBe('EFGH');
  });

  test('with many blocks in the blob the batches grow', async () => {
    const blob = createFakeAppendBlob();
    blob.pretendBlocks(15_000);
    const { clock, bootLog, print } = startBootLog({ blob });
    await bootLog.flush();

    print('x');

    expect(clock.delaysMs()).toEqual([8_000]);
  });

  test('a blob that is full begins anew', async () => {
    const blob = createFakeAppendBlob();
    const { bootLog, print } = startBootLog({ blob });
    print('old ');
    await bootLog.flush();
    blob.pretendBlocks(49_999);
    print('last ');
    await bootLog.flush();

    print('new');
    await bootLog.flush();

    expect(blob.text()).toBe('new');
    expect([bootLog.from, bootLog.to]).toEqual([9, 12]);
  });

  test('closing uploads the rest and leaves no timer', async () => {
    const { blob, clock, bootLog, print } = startBootLog();
    print('the end');

    await bootLog.close();
    bootLog.notify();

    expect(blob.text()).toBe('the end');
    expect(clock.delaysMs()).toEqual([]);
  });
});
