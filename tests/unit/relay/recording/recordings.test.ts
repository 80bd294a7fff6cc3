import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { OutputLog } from '../../../../relay/outputLog.ts';
import { PortPump } from '../../../../relay/portPump.ts';
import { Recordings } from '../../../../relay/recording/recordings.ts';
import type { RelaySession } from '../../../../shared/contracts/relayApi.ts';
import type { RecordingName } from '../../../../shared/recording/recordingName.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeRecordingStore } from '../../../support/fakeRecordingStore.ts';
import { createFakeSerialPort } from '../../../support/fakeSerialPort.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { createMemoryJournal } from '../../../support/memoryJournal.ts';
import { readCast } from '../../../support/readCast.ts';
import { aSessionId } from '../../../support/sessionFacts.ts';
import { silentLog } from '../../../support/silentLog.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const sessionId = aSessionId();

async function world(options: { hasStore?: boolean } = {}) {
  const port = createFakeSerialPort();
  const pump = new PortPump({
    port,
    log: new OutputLog(createMemoryJournal(), 1_000),
    publish: async () => true,
    now: () => 0,
  });
  await pump.start();
  const store = createFakeRecordingStore();
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
    findPort: () => ({ title: 'vm-web-01', account: 'sthubdiag' }),
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
  return { port, pump, store, names, told, clock, recordings, failures: () => failures };
}

const aRelaySession = (recording?: 'lenient' | 'strict'): RelaySession => ({
  sessionId,
  protocol: 'Serial',
  portId: 'p1',
  mode: 'operator',
  resumeOffset: null,
  ...(recording === undefined ? {} : { recording }),
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
