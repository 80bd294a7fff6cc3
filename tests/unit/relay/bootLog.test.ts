import { describe, expect, test } from 'vitest';
import { BootLog } from '../../../relay/bootLog.ts';
import type { Journal } from '../../../relay/journal.ts';
import { OutputLog } from '../../../relay/outputLog.ts';
import { createFakeAppendBlob, type FakeAppendBlob } from '../../support/fakeAppendBlob.ts';
import { createManualSchedule } from '../../support/manualSchedule.ts';
import { createMemoryJournal } from '../../support/memoryJournal.ts';
import { silentLog } from '../../support/silentLog.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

type Options = {
  blob?: FakeAppendBlob;
  journal?: Journal;
  maxBytes?: number;
  maxSealed?: number;
  fence?: number;
  relayId?: string;
  isCaughtUp?: () => boolean;
};

function startBootLog(options: Options = {}) {
  const blob = options.blob ?? createFakeAppendBlob();
  const journal = options.journal ?? createMemoryJournal();
  const output = new OutputLog(journal, 8);
  const clock = createManualSchedule();
  const told: boolean[] = [];
  const bootLog = new BootLog({
    relayId: 'relay-01',
    ...options,
    fence: () => options.fence ?? 1,
    blob,
    output,
    isCaughtUp: () => options.isCaughtUp?.() ?? true,
    schedule: clock.schedule,
    log: silentLog,
    onDelayed: (isDelayed) => told.push(isDelayed),
  });
  output.archive = bootLog;
  const print = (text: string): void => {
    output.append(bytes(text));
    bootLog.notify();
  };
  return { blob, journal, output, clock, bootLog, told, print };
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

  test('of a store that has been away for long is told once, and when it has everything again', async () => {
    const { blob, clock, bootLog, told, print } = startBootLog();
    const flushInVain = async (): Promise<void> => {
      blob.failNext();
      await bootLog.flush();
    };
    print('late');
    await flushInVain();
    await flushInVain();
    expect([clock.delaysMs().filter((delayMs) => delayMs === 30_000), told]).toEqual([[30_000], []]);

    blob.failNext();
    clock.runAll();
    await bootLog.flush();
    expect(told).toEqual([true]);
    await bootLog.flush();

    expect([told, blob.text(), clock.delaysMs()]).toEqual([[true, false], 'late', []]);
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
      delays.push(...clock.delaysMs().filter((delayMs) => delayMs !== 30_000));
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
    expect(bootLog.find(0)).toEqual({ from: 8, to: 16 });
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
    expect([output.firstKept(3), output.firstKept(10)]).toEqual([3, 24]);
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

  test('a blob that takes no more blocks is sealed and begins anew', async () => {
    const blob = createFakeAppendBlob();
    const { bootLog, print } = startBootLog({ blob });
    print('old ');
    await bootLog.flush();
    blob.pretendBlocks(49_999);
    print('last ');
    await bootLog.flush();

    print('new');
    await bootLog.flush();

    expect([blob.sealedTexts(), blob.text()]).toEqual([['old last '], 'new']);
    expect([bootLog.find(0), bootLog.find(9)]).toEqual([
      { from: 0, to: 9 },
      { from: 9, to: 12 },
    ]);
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

describe('a boot log that is full', () => {
  const kept = async (bootLog: BootLog, end: number): Promise<string> => {
    let text = '';
    for (let found = bootLog.find(0); found !== undefined; found = bootLog.find(found.to)) {
      for (let { from } = found; from < found.to; ) {
        const part = await bootLog.read(from, 3);
        if (part.length === 0) throw new Error(`Nothing at ${from} of ${end}.`);
        text += String(Buffer.from(part));
        from += part.length;
      }
    }
    return text;
  };

  test('every byte is in one of its blobs, none of them larger than it may be', async () => {
    const { blob, bootLog, print } = startBootLog({ maxBytes: 4 });
    print('0123456789');

    await bootLog.flush();

    expect([blob.sealedTexts(), blob.text()]).toEqual([['0123', '4567'], '89']);
    expect(await kept(bootLog, 10)).toBe('0123456789');
  });

  test('only so many are kept, and a reader is led past those that are gone', async () => {
    const journal = createMemoryJournal(2);
    const { blob, output, bootLog } = startBootLog({ journal, maxBytes: 4, maxSealed: 2 });
    for (const digit of '0123456789abcdefghi') {
      output.append(bytes(digit));
      await bootLog.flush();
    }

    expect([blob.sealedTexts(), blob.text()]).toEqual([['89ab', 'cdef'], 'ghi']);
    expect([output.firstKept(3), output.firstKept(9)]).toEqual([8, 9]);
    expect(String(Buffer.from(await output.read(9, 2)))).toBe('9a');
  });

  const steps = Array.from({ length: 20 }, (_, step) => step);
  test.each(
    steps.flatMap((step) => [
      { step, applied: undefined },
      { step, applied: 'applied' as const },
    ]),
  )(
    'a relay that dies at step $step ($applied) loses no byte and doubles none',
    async ({ step, applied }) => {
      const first = startBootLog({ maxBytes: 4, maxSealed: 2 });
      first.blob.failNext(applied, step);
      for (const text of ['01', '234', '56789', 'a']) {
        first.output.append(bytes(text));
        await first.bootLog.flush();
      }
      const second = startBootLog({ blob: first.blob, journal: first.journal, maxBytes: 4, maxSealed: 2 });
      second.print('bcd');
      // A failure that is still to come hits the second relay.
      for (let attempt = 0; attempt < 2; attempt += 1) await second.bootLog.flush();

      expect(await kept(second.bootLog, 14)).toBe('456789abcd');
      expect([first.blob.sealedTexts(), first.blob.text()]).toEqual([['4567', '89ab'], 'cd']);
    },
  );

  test('a copy that was made and never counted is not believed', async () => {
    const first = startBootLog({ maxBytes: 4 });
    first.print('0123');
    await first.bootLog.flush();
    first.print('45');
    first.blob.failNext(undefined, 1);
    await first.bootLog.flush();
    expect(first.blob.sealedTexts()).toEqual(['0123']);
    const second = startBootLog({ blob: first.blob, journal: first.journal });

    await second.bootLog.flush();

    expect([first.blob.text(), second.bootLog.find(0)]).toEqual(['012345', { from: 0, to: 6 }]);
  });

  test('holes are known in every blob, so that a reader gets all there is', async () => {
    const journal = createMemoryJournal(4);
    const first = startBootLog({ journal, maxBytes: 60 });
    first.print('01234567');
    await first.bootLog.flush();
    for (const text of ['lostlost', 'ABCDEFGH']) first.output.append(bytes(text));
    await first.bootLog.flush();
    const second = startBootLog({ blob: first.blob, journal, maxBytes: 60 });

    for (const text of ['IJKL', 'MNOP']) {
      second.print(text);
      await second.bootLog.flush();
    }

    expect(second.blob.sealedTexts()).toHaveLength(1);
    expect(await kept(second.bootLog, 32)).toBe('01234567ABCDEFGHIJKLMNOP');
    expect(second.bootLog.find(10)).toEqual({ from: 16, to: 27 });
  });

  test('what another journal wrote is kept as it is, and not taken for this one', async () => {
    const first = startBootLog({ maxBytes: 4 });
    first.print('first of all');
    await first.bootLog.flush();
    const journal = createMemoryJournal(100, 'epoch-2');
    const second = startBootLog({ blob: first.blob, journal, maxBytes: 4 });
    second.print('anew');
    await second.bootLog.flush();

    expect([first.blob.sealedTexts(), first.blob.text()]).toEqual([['firs', 't of', ' all'], 'anew']);
    expect(await kept(second.bootLog, 4)).toBe('anew');
  });

  test('a blob that was deleted begins again behind the copies that are still there', async () => {
    const first = startBootLog({ maxBytes: 4 });
    first.print('012345');
    await first.bootLog.flush();
    await first.blob.startOver({});
    const second = startBootLog({ blob: first.blob, journal: first.journal, maxBytes: 4 });

    second.print('6789ab');
    await second.bootLog.flush();

    expect(await kept(second.bootLog, 12)).toContain('0123');
    expect((await first.blob.listSealed()).map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

test('once a later relay has the boot log, an earlier one writes nothing', async () => {
  const blob = createFakeAppendBlob();
  const earlier = startBootLog({ blob, fence: 7 });
  earlier.print('early ');
  await earlier.bootLog.flush();
  const later = startBootLog({
    blob: { ...blob, ...blob.ofOther() },
    journal: earlier.journal,
    fence: 8,
  });

  later.print('late');
  await later.bootLog.flush();
  earlier.print('of an earlier relay');
  await earlier.bootLog.flush();
  await earlier.bootLog.flush();

  expect(blob.text()).toBe('early late');
  expect((await blob.open()).metadata.fence).toBe('8');
});

test('a relay that has not heard yet that its machine moved does not take the boot log back', async () => {
  const blob = createFakeAppendBlob();
  const old = startBootLog({ blob, fence: 9 });
  old.print('old;');
  await old.bootLog.flush();
  const other = { ...blob, ...blob.ofOther() };
  const moved = startBootLog({
    blob: other,
    journal: createMemoryJournal(100, 'epoch-2'),
    fence: 2,
    relayId: 'relay-02',
  });
  moved.print('new;');
  await moved.bootLog.flush();

  old.print('from the same line');
  await old.bootLog.flush();
  await old.bootLog.flush();

  expect(blob.text()).toBe('old;new;');
});

test('a machine that moved is written by its new relay, whose fence may be lower, and by the old one no more', async () => {
  const blob = createFakeAppendBlob();
  const old = startBootLog({ blob, fence: 9 });
  old.print('old;');
  await old.bootLog.flush();
  old.print('never stored');
  old.bootLog.leave();
  const other = { ...blob, ...blob.ofOther() };
  const journal = createMemoryJournal(100, 'epoch-2');
  const moved = startBootLog({ blob: other, journal, fence: 2, relayId: 'relay-02' });

  moved.print('new;');
  await moved.bootLog.flush();
  await old.bootLog.flush();
  await old.bootLog.close();

  expect(blob.text()).toBe('old;new;');
  expect((await blob.open()).metadata).toMatchObject({ relay: 'relay-02', fence: '2' });
});

test('a relay that gets its machine back goes on where its own log stopped, and nothing is there twice', async () => {
  const blob = createFakeAppendBlob();
  const first = startBootLog({ blob, fence: 9, maxBytes: 16 });
  first.print('first, ');
  await first.bootLog.flush();
  first.print('told late; ');
  first.bootLog.leave();
  const journal = createMemoryJournal(100, 'epoch-2');
  const other = { ...blob, ...blob.ofOther() };
  const second = startBootLog({ blob: other, journal, fence: 2, relayId: 'relay-02', maxBytes: 16 });
  second.print('second, long enough to be sealed; ');
  await second.bootLog.flush();
  second.bootLog.leave();

  const back = startBootLog({
    blob: { ...blob, ...blob.ofOther() },
    journal: first.journal,
    fence: 9,
    maxBytes: 16,
  });
  back.print('back');
  await back.bootLog.flush();

  const texts = [...blob.sealedTexts(), blob.text()].join('');
  expect(texts).toBe('first, second, long enough to be sealed; told late; back');
});

test('of journals that were here long ago the oldest is forgotten', async () => {
  const blob = createFakeAppendBlob();
  const journals = Array.from({ length: 11 }, (_, index) => createMemoryJournal(100, `epoch-${index}`));
  for (const journal of journals) {
    const { print, bootLog } = startBootLog({
      blob: { ...blob, ...blob.ofOther() },
      journal,
      relayId: journal.epoch,
    });
    print('x');
    await bootLog.flush();
    bootLog.leave();
  }

  const { others } = (await blob.open()).metadata;

  expect(others).toBe([2, 3, 4, 5, 6, 7, 8, 9].map((index) => `epoch-${index}:1`).join(' '));
});

test('a blob that is ahead of a journal which still reads its record is not counted anew', async () => {
  const blob = createFakeAppendBlob();
  const first = startBootLog({ blob });
  first.print('written by another; ');
  await first.bootLog.flush();
  first.bootLog.leave();
  const state = { isCaughtUp: false };
  const second = startBootLog({
    blob: { ...blob, ...blob.ofOther() },
    journal: createMemoryJournal(100, first.journal.epoch),
    relayId: 'relay-02',
    isCaughtUp: () => state.isCaughtUp,
  });

  await second.bootLog.flush();
  second.print('written by');
  await second.bootLog.flush();
  second.print(' another; on');
  state.isCaughtUp = true;
  second.bootLog.notify();
  await second.bootLog.flush();

  expect(blob.text()).toBe('written by another; on');
});

test('a journal that counts in the same record of the guest goes on in the same log', async () => {
  const blob = createFakeAppendBlob();
  const first = startBootLog({ blob, fence: 9 });
  first.print('before the move; ');
  await first.bootLog.flush();
  first.bootLog.leave();
  const journal = createMemoryJournal(100, first.journal.epoch);
  const other = { ...blob, ...blob.ofOther() };
  const second = startBootLog({ blob: other, journal, fence: 2, relayId: 'relay-02' });

  second.print('before the move; after it');
  await second.bootLog.flush();

  expect(blob.text()).toBe('before the move; after it');
});
