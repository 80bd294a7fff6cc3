import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type JournalOptions, openJournal } from '../../relay/journal.ts';
import { createMemoryJournal } from '../support/memoryJournal.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { journalContract, readAll } from './journal.ts';

describe('the journal in memory', () => {
  journalContract(() => createMemoryJournal());
});

describe('the journal on disk', () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  let serial = 0;
  const options = (directory: string, more: Partial<JournalOptions> = {}): JournalOptions => ({
    directory,
    newEpoch: () => `epoch-${(serial += 1)}`,
    onFault(fault) {
      throw fault;
    },
    ...more,
  });
  const newDirectory = (): string => join(folder.path, String((serial += 1)));
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

  journalContract(() => openJournal(options(newDirectory())));

  test('what was appended is there for the next process, though the first was not closed', () => {
    const directory = newDirectory();
    const first = openJournal(options(directory));
    first.append(bytes('login: '));

    const second = openJournal(options(directory));
    second.append(bytes('root'));

    expect(second.epoch).toBe(first.epoch);
    expect(readAll(second, 0)).toBe('login: root');
  });

  test('the oldest segment is deleted when there are too many', () => {
    const journal = openJournal(options(newDirectory(), { segmentBytes: 4, maxSegments: 3 }));

    for (const part of ['aaaa', 'bbbb', 'cccc', 'dd', 'dd', 'e']) journal.append(bytes(part));

    expect([journal.oldest, journal.end]).toEqual([8, 17]);
    expect(readAll(journal, 8)).toBe('ccccdddde');
    expect(journal.read(7, 5)).toEqual(new Uint8Array(0));
  });

  test('a hole between segments makes what is before it gone', () => {
    const directory = newDirectory();
    const first = openJournal(options(directory, { segmentBytes: 4 }));
    for (const part of ['aaaa', 'bbbb', 'cccc']) first.append(bytes(part));
    truncateSync(join(directory, '0000000000000004.log'), 2);

    const second = openJournal(options(directory, { segmentBytes: 4 }));

    expect([second.oldest, second.end]).toEqual([8, 12]);
    expect(readAll(second, 8)).toBe('cccc');
  });

  test('without its epoch a journal begins anew', () => {
    const directory = newDirectory();
    const first = openJournal(options(directory));
    first.append(bytes('old'));
    rmSync(join(directory, 'epoch'));

    const second = openJournal(options(directory));

    expect(second.epoch).not.toBe(first.epoch);
    expect([second.oldest, second.end]).toEqual([0, 0]);
    expect(readdirSync(directory)).toEqual(['epoch']);
  });

  test('a disk that refuses costs the journal its past and the console nothing', () => {
    const directory = newDirectory();
    const faults: unknown[] = [];
    const onFault = (fault: unknown): void => void faults.push(fault);
    const journal = openJournal(options(directory, { onFault, segmentBytes: 4 }));
    journal.append(bytes('aaaa'));
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'no folder any more');

    journal.append(bytes('bbbb'));

    expect(faults.length).toBeGreaterThan(0);
    expect([journal.oldest, journal.end]).toEqual([8, 8]);
  });

  test('after a fault the next process goes on counting', () => {
    const directory = newDirectory();
    const first = openJournal(options(directory, { onFault: () => {}, segmentBytes: 4 }));
    first.append(bytes('aaaa'));
    mkdirSync(join(directory, '0000000000000004.log'));
    first.append(bytes('bbbb'));

    const second = openJournal(options(directory, { onFault: () => {} }));
    second.append(bytes('cc'));

    expect([second.epoch, second.oldest, second.end]).toEqual([first.epoch, 8, 10]);
    expect(readAll(second, 8)).toBe('cc');
  });
});
