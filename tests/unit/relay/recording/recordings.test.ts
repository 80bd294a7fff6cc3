import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Journal } from '../../../../relay/journal.ts';
import { OutputLog } from '../../../../relay/outputLog.ts';
import { PortPump } from '../../../../relay/portPump.ts';
import type { RecordingRecords } from '../../../../relay/recording/recordingRecords.ts';
import { Recordings } from '../../../../relay/recording/recordings.ts';
import { chainHash, isSigned, keyId, toPublicKey } from '../../../../shared/azure/recordingCrypto.ts';
import type { RelaySession } from '../../../../shared/contracts/relayApi.ts';
import type { RecordingName } from '../../../../shared/recording/recordingName.ts';
import { verifyRecording } from '../../../../shared/recording/verifyRecording.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeRecordingStore, type FakeRecordingStore } from '../../../support/fakeRecordingStore.ts';
import { createFakeSerialPort } from '../../../support/fakeSerialPort.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { createMemoryJournal } from '../../../support/memoryJournal.ts';
import { createMemoryRecordingRecords } from '../../../support/memoryRecordingRecords.ts';
import { readCast } from '../../../support/readCast.ts';
import { aSessionId } from '../../../support/sessionFacts.ts';
import { silentLog } from '../../../support/silentLog.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const sessionId = aSessionId();

type Options = {
  hasStore?: boolean;
  store?: FakeRecordingStore;
  journal?: Journal;
  records?: RecordingRecords;
};

async function world(options: Options = {}) {
  const port = createFakeSerialPort();
  const { journal = createMemoryJournal(), records = createMemoryRecordingRecords() } = options;
  const output = new OutputLog(journal, 1_000);
  const begunAt = output.end;
  const pump = new PortPump({
    port,
    log: output,
    publish: async () => true,
    now: () => 0,
  });
  await pump.start();
  const { store = createFakeRecordingStore() } = options;
  const names: RecordingName[] = [];
  const told: unknown[] = [];
  const clock = createManualSchedule();
  let failures = 0;
  const recordings = new Recordings({
    openStore:
      options.hasStore === false
        ? undefined
        : (name) => {
            names.push(name);
            return store;
          },
    findPort: () => ({ title: 'vm-web-01', account: 'sthubdiag', log: output, begunAt }),
    records,
    key: privateKey,
    publish: async (group, notice) => {
      told.push([group, notice]);
      return true;
    },
    now: () => 0,
    schedule: clock.schedule,
    onFailed: () => void (failures += 1),
    log: silentLog,
  });
  return { port, pump, journal, records, store, names, told, clock, recordings, failures: () => failures };
}

const aRelaySession = (recording?: 'lenient' | 'strict'): RelaySession => ({
  sessionId,
  protocol: 'Serial',
  portId: 'p1',
  mode: 'operator',
  resumeOffset: null,
  ...(recording === undefined ? {} : { recording }),
});

test('a recording says from where on its session types, or only watches', async () => {
  const { port, pump, store, recordings } = await world();
  const session = aRelaySession('lenient');
  recordings.begin(session, pump);
  recordings.begin(session, pump);
  port.print('typed');
  recordings.begin({ ...session, mode: 'observer' }, pump);
  port.print('watched');
  recordings.begin(session, pump);

  recordings.end(sessionId);
  await eventually(() => store.statement() !== undefined);

  const { events } = readCast(store.text());
  expect(events.map(([, code, data]) => [code, data])).toEqual([
    ['o', 'typed'],
    ['m', 'this session only watches from here on'],
    ['o', 'watched'],
    ['m', 'this session types from here on'],
    ['x', '0'],
  ]);
});

test('a session is recorded once, however often it is served, and signed when it is over', async () => {
  const { port, pump, store, names, recordings } = await world();
  const session = aRelaySession('lenient');

  recordings.begin(session, pump);
  recordings.begin({ ...session, mode: 'observer' }, pump);
  port.print('shown');
  expect(recordings.stateOf(sessionId)).toBe('recording');
  recordings.end(sessionId);
  port.print(' to nobody');
  await eventually(() => store.statement() !== undefined);

  expect(names).toEqual([
    { account: 'sthubdiag', container: `recordings-${sessionId.slice(-12)}`, folder: sessionId },
  ]);
  expect(String(readCast(store.text()).output)).toBe('shown');
  expect(recordings.stateOf(sessionId)).toBeUndefined();
});

test('a terminal that changes its size is recorded so, once for each size', async () => {
  const { port, pump, store, recordings } = await world();
  recordings.begin(aRelaySession('lenient'), pump);
  pump.resized({ columns: 101, rows: 31 });
  port.print('narrow');
  pump.resized({ columns: 101, rows: 31 });
  pump.resized({ columns: 133, rows: 44 });
  recordings.end(sessionId);
  await eventually(() => store.statement() !== undefined);

  expect(readCast(store.text()).events.map(([, code, data]) => [code, data])).toEqual([
    ['r', '101x31'],
    ['o', 'narrow'],
    ['r', '133x44'],
    ['x', '0'],
  ]);
});

test('a strict recording that fails after its session is not kept for ever', async () => {
  const { port, pump, store, clock, recordings } = await world();
  recordings.begin(aRelaySession('strict'), pump);
  store.fault = 'down';
  port.print('unseen');
  recordings.end(sessionId);
  await eventually(() => clock.delaysMs().includes(1_000));

  clock.runAll();
  await recordings.close();

  expect(clock.delaysMs()).toEqual([]);
});

test('the viewer is told on its own group, and nobody else is', async () => {
  const { pump, told, recordings } = await world();
  const session = aRelaySession('strict');
  recordings.begin(session, pump);

  recordings.tell(session);
  recordings.tell(aRelaySession());

  expect(told).toEqual([[`down-${sessionId}`, { kind: 'recording', state: 'recording', mode: 'strict' }]]);
});

test('a session that nobody wants recorded is not', async () => {
  const { pump, names, told, recordings } = await world();
  recordings.begin(aRelaySession(), pump);
  recordings.tell(aRelaySession());

  expect([names, told, recordings.stateOf(sessionId)]).toEqual([[], [], undefined]);
});

test('when the relay stops, what there is goes out unsigned: the next relay goes on', async () => {
  const { port, pump, store, clock, recordings } = await world();
  recordings.begin(aRelaySession('lenient'), pump);
  port.print('half');

  await recordings.close();

  expect(String(readCast(store.text()).output)).toBe('half');
  expect([store.statement(), clock.delaysMs()]).toEqual([undefined, []]);
});

test('a relay without storage fails strict sessions at once, and lets lenient ones be', async () => {
  const strict = await world({ hasStore: false });
  strict.recordings.begin(aRelaySession('strict'), strict.pump);
  const lenient = await world({ hasStore: false });
  lenient.recordings.begin(aRelaySession('lenient'), lenient.pump);

  expect([strict.recordings.stateOf(sessionId), strict.failures()]).toEqual(['failed', 1]);
  expect([lenient.recordings.stateOf(sessionId), lenient.failures()]).toEqual(['behind', 0]);
});

/** A relay that dies: one chunk is written, what came after it is in the journal only. */
async function died(session: RelaySession) {
  const first = await world();
  first.recordings.begin(session, first.pump);
  first.port.print('written ');
  first.clock.runAll();
  await eventually(() => first.records.list()[0]?.chunks === 1);
  first.port.print('kept');
  const { store, journal, records } = first;
  return { store, journal, records };
}

test('a session that ended while its relay was dead is signed by the next one, with what the journal kept', async () => {
  const left = await died(aRelaySession('lenient'));
  const next = await world(left);
  next.port.print(' shown to nobody');

  next.recordings.finishLeft(new Set());
  await eventually(() => left.records.list().length === 0);

  expect(String(readCast(left.store.text()).output)).toBe('written kept');
  expect(verdictOn(left.store)).toMatchObject({ findings: [], signedBy: keyId(toPublicKey(privateKey)) });
  expect(next.recordings.stateOf(sessionId)).toBeUndefined();
});

test('a shell dies with its relay: what was written of it is signed', async () => {
  const left = await died({ ...aRelaySession('lenient'), protocol: 'SSH' });
  const next = await world(left);

  next.recordings.finishLeft(new Set());
  await eventually(() => left.records.list().length === 0);

  expect(String(readCast(left.store.text()).output)).toBe('written ');
  expect(verdictOn(left.store)).toMatchObject({ findings: [], signedBy: keyId(toPublicKey(privateKey)) });
});

test('one that lives goes on, and is signed with its own end', async () => {
  const left = await died(aRelaySession('lenient'));
  const next = await world(left);

  next.recordings.finishLeft(new Set([sessionId]));
  next.recordings.begin(aRelaySession('lenient'), next.pump);
  next.recordings.finishLeft(new Set());
  next.port.print(' and on');
  next.recordings.end(sessionId);
  await eventually(() => left.records.list().length === 0);

  expect(String(readCast(left.store.text()).output)).toBe('written kept and on');
});

test('a disk that is full costs no console and no recording', async () => {
  const records = createMemoryRecordingRecords();
  records.save = () => {
    throw new Error('ENOSPC');
  };
  const { recordings, pump, port, store } = await world({ records });

  recordings.begin(aRelaySession('strict'), pump);
  port.print('shown');
  recordings.end(sessionId);
  await eventually(() => store.statement() !== undefined);

  expect(verdictOn(store)).toMatchObject({ findings: [] });
});

test('a store that changed while the relay was dead is not signed for', async () => {
  const left = await died(aRelaySession('lenient'));
  const read = left.store.read;
  left.store.read = async (chunk) =>
    Buffer.from(String(Buffer.from(await read(chunk))).replace('written', 'changed'));
  const next = await world(left);

  next.recordings.finishLeft(new Set());
  await eventually(() => left.records.list().length === 0);

  expect(left.store.statement()).toBeUndefined();
});

test('what is signed already is left as it is, and a store that is away is asked again', async () => {
  const left = await died(aRelaySession('lenient'));
  const next = await world(left);
  left.store.fault = 'down';
  next.recordings.finishLeft(new Set());
  await new Promise((resolve) => void setImmediate(resolve));
  left.store.fault = 'none';
  await left.store.writeStatement('signed');

  next.recordings.finishLeft(new Set());
  await eventually(() => left.records.list().length === 0);

  expect([left.store.statement(), left.store.files().length]).toEqual(['signed', 1]);
});

const verdictOn = (store: FakeRecordingStore) =>
  verifyRecording({ chainHash, isSigned, keyId }, store.files(), store.statement());
