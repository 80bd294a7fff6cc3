import { readdirSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type InputRecords, openInputRecords } from '../../relay/inputRecords.ts';
import { createMemoryInputRecords } from '../support/memoryInputRecords.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

function recordsRemember(create: () => InputRecords): void {
  test('a session that was never served is new and stands at 0', () => {
    const record = create().open('session-1');

    expect([record.isNew, record.lastSequence]).toEqual([true, 0]);
  });

  test('what was saved is there when the session is opened again', () => {
    const records = create();
    const first = records.open('session-1');
    first.save(1);
    first.save(2 ** 40);
    first.close();

    const again = records.open('session-1');

    expect([again.isNew, again.lastSequence]).toEqual([false, 2 ** 40]);
    expect(records.open('session-2').lastSequence).toBe(0);
  });

  test('a session that was forgotten is new again, and others are not', () => {
    const records = create();
    for (const sessionId of ['session-1', 'session-2']) {
      const record = records.open(sessionId);
      record.save(7);
      record.close();
    }

    records.forget('session-1');
    records.forget('session-1');
    const [forgotten, other] = [records.open('session-1'), records.open('session-2')];

    expect([forgotten.isNew, forgotten.lastSequence]).toEqual([true, 0]);
    expect([other.isNew, other.lastSequence]).toEqual([false, 7]);
  });
}

describe('input records in memory', () => {
  recordsRemember(createMemoryInputRecords);
});

describe('input records on disk', () => {
  const now = Date.UTC(2026, 10, 1);

  const shared = temporaryFolder();
  let serial = 0;
  afterAll(() => shared[Symbol.dispose]());

  recordsRemember(() => openInputRecords(join(shared.path, String((serial += 1))), () => now));

  test('a session id is never a path', () => {
    using folder = temporaryFolder();

    openInputRecords(folder.path, () => now).open('../../outside');

    expect(readdirSync(folder.path)).toHaveLength(1);
  });

  test('what is forgotten leaves no file', () => {
    using folder = temporaryFolder();
    const records = openInputRecords(folder.path, () => now);
    records.open('session-1').close();

    records.forget('session-1');

    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('a disk that takes nothing is a fault each time, and no file stays open', () => {
    using folder = temporaryFolder();
    const records = openInputRecords(folder.path, () => now);
    records.open('session-1').close();
    const [name = ''] = readdirSync(folder.path);
    unlinkSync(join(folder.path, name));
    // Two bytes to read, and refuses what is no number.
    symlinkSync('/proc/self/oom_score_adj', join(folder.path, name));
    const before = readdirSync('/proc/self/fd').length;

    for (let time = 0; time < 3; time += 1) expect(() => records.open('session-1')).toThrow('EINVAL');

    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  });

  test('records of long ago are deleted when a relay starts', () => {
    using folder = temporaryFolder();
    const records = openInputRecords(folder.path, () => now);
    records.open('old');
    const [old = ''] = readdirSync(folder.path);
    utimesSync(join(folder.path, old), new Date(now - 8 * 86_400_000), new Date(now - 8 * 86_400_000));

    openInputRecords(folder.path, () => now).open('new');

    expect(readdirSync(folder.path)).not.toContain(old);
    expect(readdirSync(folder.path)).toHaveLength(1);
  });
});
