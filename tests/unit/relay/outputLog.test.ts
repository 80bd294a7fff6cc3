import { expect, test } from 'vitest';
import { type Archive, OutputLog } from '../../../relay/outputLog.ts';
import { createMemoryJournal } from '../../support/memoryJournal.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const digits = '0123456789ABCDEFGHIJ';

/** 20 bytes: ring has the last 4, journal the last 8, archive those from `from` to `to`. */
function createLog(archive?: { from: number; to: number }): OutputLog {
  const log = new OutputLog(createMemoryJournal(8), 4);
  for (const digit of digits) log.append(bytes(digit));
  if (archive !== undefined) log.archive = createArchive(archive);
  return log;
}

const createArchive = ({ from, to }: { from: number; to: number }): Archive => ({
  find: (offset) => (offset < to ? { from: Math.max(from, offset), to } : undefined),
  read: async (offset, maxBytes) => bytes(digits.slice(offset, Math.min(to, offset + maxBytes))),
});
const read = async (log: OutputLog, offset: number): Promise<string> =>
  String(Buffer.from(await log.read(offset, 3)));

test('any offset is read from ring, journal or archive, whichever has it', async () => {
  const log = createLog({ from: 2, to: 14 });

  expect(await Promise.all([17, 12, 13, 11, 3].map((offset) => read(log, offset)))).toEqual([
    'HIJ',
    'CDE',
    'DEF',
    'BCD',
    '345',
  ]);
});

test('what nobody has is empty', async () => {
  expect(await read(createLog(), 3)).toBe('');
  expect(await read(createLog({ from: 2, to: 6 }), 8)).toBe('');
  expect(await read(createLog({ from: 2, to: 6 }), 20)).toBe('');
});

test('the first byte that is kept is found, with and without an archive', () => {
  const wanted = [0, 4, 8, 12, 18, 25];

  expect(wanted.map((offset) => createLog().firstKept(offset))).toEqual([12, 12, 12, 12, 18, 20]);
  expect(wanted.map((offset) => createLog({ from: 2, to: 6 }).firstKept(offset))).toEqual([
    2, 4, 12, 12, 18, 20,
  ]);
  expect(createLog({ from: 14, to: 20 }).firstKept(0)).toBe(12);
});

test('who wants nothing in particular begins with the last ring of bytes, even after a restart', () => {
  const journal = createMemoryJournal();
  journal.append(bytes(digits));

  expect(createLog().recentStart).toBe(16);
  expect(new OutputLog(journal, 4).recentStart).toBe(16);
  expect(new OutputLog(createMemoryJournal(), 4).recentStart).toBe(0);
});

test('a log that rests gives the same bytes, now from the journal, and goes on in memory', async () => {
  const log = createLog();

  log.rest();

  expect(await Promise.all([17, 12, 18].map((offset) => read(log, offset)))).toEqual(['HIJ', 'CDE', 'IJ']);
  expect([log.end, log.oldestLocal, log.recentStart]).toEqual([20, 12, 16]);
  expect(log.append(bytes('xy'))).toBe(20);
  expect(await read(log, 19)).toBe('Jxy');
});

test('a log whose journal lost what is in memory keeps it there', async () => {
  const journal = createMemoryJournal(2);
  const log = new OutputLog(journal, 4);
  log.append(bytes(digits));

  log.rest();

  expect(await read(log, 16)).toBe('GHI');
});
