import { afterAll, describe, expect, test } from 'vitest';
import { openRecordingRecords, type RecordingRecord } from '../../relay/recording/recordingRecords.ts';
import { createMemoryRecordingRecords } from '../support/memoryRecordingRecords.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const aRecord = (sessionId: string): RecordingRecord => ({
  session: { sessionId, protocol: 'Serial', portId: 'p1', mode: 'operator', resumeOffset: null },
  title: 'vm-web-01',
  account: 'sthubdiag',
  chunks: 2,
  hash: 'f'.repeat(64),
});

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

describe.each([
  ['in files', () => openRecordingRecords(folder.path, Date.now)],
  ['in memory', createMemoryRecordingRecords],
])('recordings that are under way, %s', (_where, open) => {
  test('are there until they are forgotten, as they were saved last', () => {
    const records = open();
    records.save(aRecord('../a'));
    records.save({ ...aRecord('b'), chunks: 1 });
    records.save(aRecord('b'));
    records.forget('../a');
    records.forget('../a');

    expect(records.list()).toEqual([aRecord('b')]);
  });
});

test('files outlive the process, and nothing outlives a week', () => {
  expect(openRecordingRecords(folder.path, Date.now).list()).toEqual([aRecord('b')]);
  expect(openRecordingRecords(folder.path, () => Date.now() + 8 * 86_400_000).list()).toEqual([]);
});
