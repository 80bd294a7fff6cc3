import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Journal } from '../../../../relay/journal.ts';
import { OutputLog } from '../../../../relay/outputLog.ts';
import { Recorder, type RecordingState } from '../../../../relay/recording/recorder.ts';
import {
  chainHash,
  isSigned,
  keyId,
  signStatement,
  toPublicKey,
} from '../../../../shared/azure/recordingCrypto.ts';
import { verifyRecording } from '../../../../shared/recording/verifyRecording.ts';
import { createFakeRecordingStore, type FakeRecordingStore } from '../../../support/fakeRecordingStore.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { createMemoryJournal } from '../../../support/memoryJournal.ts';
import { readCast } from '../../../support/readCast.ts';
import { silentLog } from '../../../support/silentLog.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const startTime = 1_700_000_000_000;

type Options = { store?: FakeRecordingStore; journal?: Journal; isStrict?: boolean; now?: number };

function startRecorder(options: Options = {}) {
  const store = options.store ?? createFakeRecordingStore();
  const journal = options.journal ?? createMemoryJournal();
  const output = new OutputLog(journal, 8);
  const clock = createManualSchedule();
  const states: RecordingState[] = [];
  let now = options.now ?? startTime;
  const recorder = new Recorder({
    session: 's1',
    title: 'vm-web-01',
    isStrict: options.isStrict ?? false,
    store,
    output,
    chainHash,
    sign: (text) => signStatement(privateKey, text),
    now: () => now,
    schedule: clock.schedule,
    onState: (state) => states.push(state),
    log: silentLog,
  });
  const print = (text: string | Uint8Array, laterMs = 0): void => {
    now += laterMs;
    const bytes = new Uint8Array(Buffer.from(text));
    recorder.output(output.append(bytes), bytes);
  };
  const verdict = () => verifyRecording({ chainHash, isSigned, keyId }, store.files(), store.statement());
  return { store, journal, output, clock, states, recorder, print, verdict };
}

describe('a recording', () => {
  test('is an asciicast of what came, with the pauses between', async () => {
    const { store, recorder, print, verdict } = startRecorder();
    print('login: ', 1_500);
    print('alice\r\n', 250);
    recorder.event('m', 'NMI');
    recorder.event('r', '120x40');

    await recorder.finish();

    expect(readCast(store.text())).toEqual({
      header: {
        version: 3,
        term: { cols: 80, rows: 25, type: 'xterm-256color' },
        timestamp: 1_700_000_000,
        title: 'vm-web-01',
      },
      events: [
        [1.5, 'o', 'login: '],
        [0.25, 'o', 'alice\r\n'],
        [0, 'm', 'NMI'],
        [0, 'r', '120x40'],
        [0, 'x', '0'],
      ],
      output: Buffer.from('login: alice\r\n'),
    });
    expect(verdict()).toMatchObject({
      findings: [],
      session: 's1',
      lostBytes: 0,
      signedBy: keyId(toPublicKey(privateKey)),
    });
  });

  test('can be played while it grows: chunks in a row are one file', async () => {
    const { store, recorder, print, verdict } = startRecorder();
    print('one ', 100);
    await recorder.flush();
    print('two ', 100);
    await recorder.flush();

    expect(store.files().map(({ name }) => name)).toEqual(['00000000.cast', '00000001.cast']);
    expect(readCast(store.text()).events).toEqual([
      [0.1, 'o', 'one '],
      [0.1, 'o', 'two '],
    ]);
    expect(verdict()).toMatchObject({ findings: [], signedBy: undefined });
  });

  test('of a port that is silent writes nothing', async () => {
    const { store, clock, recorder } = startRecorder();

    await recorder.flush();

    expect([store.files(), clock.delaysMs()]).toEqual([[], []]);
  });

  test('keeps every byte, also of characters that are cut and of bytes that are none', async () => {
    const { store, recorder, print } = startRecorder();
    const bytes = Buffer.concat([
      Buffer.from('äπ😀 '),
      Buffer.from([0xff, 0xfe, 0x80, 0xc3]),
      Buffer.from('ß'),
    ]);
    for (const byte of bytes) {
      print(Uint8Array.of(byte), 1);
      if (byte % 3 === 0) await recorder.flush();
    }

    await recorder.finish();

    const { output, events } = readCast(store.text());
    expect(output.equals(bytes)).toBe(true);
    expect(events.some(([, , data]) => data.includes('π'))).toBe(true);
  });

  test('does not wait for ever for the rest of a character', async () => {
    const { store, recorder, clock, print } = startRecorder();
    print(Uint8Array.of(0x41, 0xe2));
    await recorder.flush();
    await recorder.flush();

    expect(readCast(store.text()).output).toEqual(Buffer.from([0x41, 0xe2]));
    expect(clock.delaysMs()).toEqual([]);
  });

  test('a chunk whose answer was lost is there once', async () => {
    const { store, recorder, print, verdict } = startRecorder();
    await recorder.flush();
    print('once ');
    store.fault = 'applied';
    await recorder.flush();
    store.fault = 'none';
    print('more');

    await recorder.finish();

    expect(readCast(store.text()).output).toEqual(Buffer.from('once more'));
    expect(verdict().findings).toEqual([]);
  });

  test('goes on behind what a relay that died has recorded, and gets what came meanwhile from the log', async () => {
    const first = startRecorder();
    first.print('before ', 1_000);
    await first.recorder.flush();
    first.print('not yet ');
    first.journal.append(Buffer.from('away '));
    const { store, journal } = first;
    const second = startRecorder({ store, journal, now: startTime + 9_000 });
    second.print('after', 500);

    await second.recorder.finish();

    const { output, events } = readCast(store.text());
    expect(String(output)).toBe('before not yet away after');
    expect(events.filter(([, code]) => code === 'm').map(([, , label]) => label)).toEqual([
      'the relay went on here',
      'the times of 13 bytes are lost',
    ]);
    expect(events.reduce((sum, [seconds]) => sum + seconds, 0)).toBeCloseTo(9.5);
    expect(second.verdict()).toMatchObject({ findings: [], lostBytes: 0, chunks: 2 });
  });

  test('of a port that is never silent takes a chunk at a time, not one for every answer of the store', async () => {
    const { store, clock, recorder, print, verdict } = startRecorder({ isStrict: true });
    const { create } = store;
    let printed = 0;
    store.create = (chunk, bytes) => {
      print(`${(printed += 1)} `);
      return create(chunk, bytes);
    };
    print('0 ');

    await recorder.flush();
    expect([store.files().length, clock.delaysMs()]).toEqual([1, [2_000, 10_000]]);
    await recorder.flush();
    expect(store.files().length).toBe(2);
    store.create = create;
    await recorder.finish();

    expect(String(readCast(store.text()).output)).toBe('0 1 2 ');
    expect(verdict()).toMatchObject({ findings: [], lostBytes: 0 });
  });

  test('begins where the port is, not with what was there before', async () => {
    const journal = createMemoryJournal();
    journal.append(Buffer.from('earlier '));
    const { store, recorder, print } = startRecorder({ journal });
    print('now');

    await recorder.finish();

    expect(String(readCast(store.text()).output)).toBe('now');
  });
});

describe('a recording whose store is down', () => {
  test('lenient: waits, and is whole once the store is back', async () => {
    const { store, states, clock, recorder, print, verdict } = startRecorder();
    store.fault = 'down';
    print('kept ', 100);
    const delays: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await recorder.flush();
      delays.push(...clock.delaysMs());
    }
    store.fault = 'none';
    print('too', 100);

    await recorder.finish();

    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(String(readCast(store.text()).output)).toBe('kept too');
    expect(states).toEqual(['behind', 'complete']);
    expect(verdict()).toMatchObject({ findings: [], lostBytes: 0 });
  });

  test('lenient: keeps a thousand changes of size, and its end', async () => {
    const { store, recorder } = startRecorder();
    store.fault = 'down';
    for (let rows = 1; rows <= 1_200; rows += 1) recorder.event('r', `80x${rows}`);
    await recorder.finish();
    store.fault = 'none';

    await recorder.flush();

    const codes = readCast(store.text()).events.map(([, code]) => code);
    expect([codes.length, codes.at(-1)]).toEqual([1_001, 'x']);
  });

  test('lenient: bytes that the log itself has lost are a gap with their number', async () => {
    const journal = createMemoryJournal(8);
    const { store, recorder, print, verdict } = startRecorder({ journal });
    await recorder.flush();
    store.fault = 'down';
    const much = 'x'.repeat(1_000_000);
    for (let count = 0; count < 6; count += 1) print(much);
    store.fault = 'none';

    await recorder.finish();

    const { output, events } = readCast(store.text());
    expect(output.length).toBe(4_000_000 + 8);
    expect(events.filter(([, code]) => code === 'm')).toEqual([
      [0, 'm', '1999992 bytes were not recorded'],
      [0, 'm', 'the times of 8 bytes are lost'],
    ]);
    expect(store.text()).toContain('# gap {"from":4000000,"to":5999992}\n');
    expect(verdict()).toMatchObject({ findings: [], lostBytes: 1_999_992 });
  });

  test('strict: fails when nothing was taken for ten seconds, and tries no more', async () => {
    const { store, states, clock, recorder, print } = startRecorder({ isStrict: true });
    await recorder.flush();
    store.fault = 'down';
    print('unseen');
    expect(clock.delaysMs()).toEqual([2_000, 10_000]);

    await recorder.flush();
    expect(clock.delaysMs()).toEqual([10_000, 1_000]);
    clock.runAll();
    store.fault = 'none';
    await recorder.finish();

    expect(states).toEqual(['behind', 'failed']);
    expect(store.files()).toEqual([]);
    expect(clock.delaysMs()).toEqual([]);
  });

  test('strict: a store that comes back in time changes nothing', async () => {
    const { store, states, clock, recorder, print } = startRecorder({ isStrict: true });
    store.fault = 'down';
    print('seen');
    await recorder.flush();
    store.fault = 'none';

    await recorder.flush();

    expect(states).toEqual(['behind', 'recording']);
    expect(clock.delaysMs()).toEqual([]);
    expect(String(readCast(store.text()).output)).toBe('seen');
  });
});
