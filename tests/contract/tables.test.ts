import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditOutbox } from '../../shared/azure/auditOutbox.ts';
import { createAuditTable } from '../../shared/azure/auditTable.ts';
import { createConsoleSwitchTable } from '../../shared/azure/consoleSwitchTable.ts';
import { createFleetTable, seedFleet } from '../../shared/azure/fleetTable.ts';
import { createHeldRightsTable } from '../../shared/azure/heldRightsTable.ts';
import { createHostKeyTable } from '../../shared/azure/hostKeyTable.ts';
import { createLeaseTable } from '../../shared/azure/leaseTable.ts';
import { createLockTable } from '../../shared/azure/lockTable.ts';
import { createMachineOperationTable } from '../../shared/azure/machineOperationTable.ts';
import { createOperatorTable } from '../../shared/azure/operatorTable.ts';
import { createOutcomeTable } from '../../shared/azure/outcomeTable.ts';
import { createPolicyTable } from '../../shared/azure/policyTable.ts';
import { createOperationTable, createRelayTable } from '../../shared/azure/relayTable.ts';
import { createSeatTable } from '../../shared/azure/seatTable.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { createSubscriptionTable } from '../../shared/azure/subscriptionTable.ts';
import { createTables, openTables, type Tables } from '../../shared/azure/tables.ts';
import { createSteadyClock } from '../../shared/clock/steadyClock.ts';
import { refreshSessions } from '../../shared/sessions/refreshSessions.ts';
import { sweepSessions } from '../../shared/sessions/sweepSessions.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { countRequests } from '../support/countRequests.ts';
import { freePort } from '../support/freePort.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';
import { sessionWorld } from '../support/sessionWorld.ts';
import { testAccessLockStore } from './accessLockStore.ts';
import { testAuditOutbox } from './auditOutbox.ts';
import { testConsoleSwitches } from './consoleSwitches.ts';
import { testFleetReader } from './fleetReader.ts';
import { testHeldRightsStore } from './heldRightsStore.ts';
import { testHostKeyStore } from './hostKeyStore.ts';
import { testLeaseStore } from './leaseStore.ts';
import { aMachineOperation, testMachineOperationStore } from './machineOperationStore.ts';
import { testOperationStore } from './operationStore.ts';
import { testOperatorLock } from './operatorLock.ts';
import { testOutcomeStore } from './outcomeStore.ts';
import { testPolicyStore } from './policyStore.ts';
import { testRelayStore } from './relayStore.ts';
import { testSeatStore } from './seatStore.ts';
import { testSessionStore } from './sessionStore.ts';
import { testSubscriptionStore } from './subscriptionStore.ts';

let azurite: Azurite;
let tables: Tables;

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tablesConnectionString);
  await createTables(tables);
  await createTables(tables);
});
afterAll(() => azurite[Symbol.asyncDispose]());

describe('sessions in tables', () => testSessionStore(async () => createSessionTable(tables), sha256));
describe('held rights in a table', () =>
  testHeldRightsStore(async () => createHeldRightsTable(tables.rights), sha256));
describe('host keys in a table', () => testHostKeyStore(async () => createHostKeyTable(tables.hostKeys)));
describe('console switches in a table', () =>
  testConsoleSwitches(async () => createConsoleSwitchTable(tables.consoleSwitches)));
describe('access locks in a table', () => testAccessLockStore(async () => createLockTable(tables.locks)));
describe('policies in a table', () => testPolicyStore(async () => createPolicyTable(tables.policies)));
describe('leases in a table', () => testLeaseStore(async () => createLeaseTable(tables.relays)));
describe('seats in a table', () => testSeatStore(async () => createSeatTable(tables.seats)));
describe('operator locks in a table', () =>
  testOperatorLock(async () => createOperatorTable(tables.operators)));
describe('heartbeats in a table', () => testRelayStore(async () => createRelayTable(tables.relays)));
describe('outcomes in a table', () => testOutcomeStore(async () => createOutcomeTable(tables.outcomes)));
describe('operations in a table', () =>
  testOperationStore(async () => createOperationTable(tables.operations)));
describe('operations on machines in a table', () => {
  testMachineOperationStore(async () =>
    createMachineOperationTable(tables.machineOperations, { onFault: () => undefined }),
  );

  test('a row that cannot be read hides no other one, is told of, and is purged', async () => {
    const faults: unknown[] = [];
    const store = createMachineOperationTable(tables.machineOperations, {
      onFault: (fault) => faults.push(fault),
    });
    const startTime = { type: 'Double', value: '7000' };
    const row = { rowKey: 'operation', status: 'InProgress', startTime };
    await tables.machineOperations.createEntity({ ...row, partitionKey: '0', json: '{"action":"later"}' });
    await tables.machineOperations.createEntity({ ...row, partitionKey: '1', json: 'no JSON' });
    const readable = aMachineOperation({ operationId: '2', startTime: 7_000 });
    await store.insert(readable);

    expect((await store.pending(7_001)).map(({ value }) => value)).toEqual([readable]);
    expect(faults).toHaveLength(2);
    await store.purge(7_001);
    expect(await store.pending(7_001)).toEqual([]);
    expect(faults).toHaveLength(2);
  });
});
describe('subscriptions in a table', () =>
  testSubscriptionStore(async () => createSubscriptionTable(tables.subscriptions)));
describe('a fleet in a table', () =>
  testFleetReader(async (fleet) => {
    await seedFleet(tables.fleet, fleet);
    await seedFleet(tables.fleet, fleet);
    return createFleetTable(tables.fleet);
  }));

describe('what it costs', () => {
  const aSession = (over = {}) =>
    sessionOf({ sessionId: aSessionId(bastion, sha256), mode: 'observer', ...over });
  /** Rules over the real tables, in their own Azurite, with sessions that are not due for long. */
  async function costs(count: number, ended: number) {
    await using storage = await startAzurite();
    const own = openTables(storage.tablesConnectionString);
    await createTables(own);
    const world = sessionWorld();
    const sessions = createSessionTable(own);
    const operations = createOperationTable(own.operations);
    const deps = { ...world.deps, hash: sha256, sessions, operations };
    const all = Array.from({ length: count }, () => aSession({ dueAt: 9e12 }));
    for (const session of all) await sessions.insert(session);
    for (let index = 0; index < ended; index += 1) {
      await sessions.archive(aSession({ state: 'Ended', endReason: 'ClosedByUser' }));
    }
    const served = all.map(({ sessionId }) => ({ sessionId, lastActivityTime: new Date().toISOString() }));
    world.deps.messaging.command = async (relayId, command) => {
      if (command.kind === 'report')
        await operations.answer(command.operationId, relayId, { sessions: served });
    };
    const count_ = countRequests(own);
    const page = Math.max(1, Math.min(1_000, count));
    return {
      list: await count_(() => sessions.listActive(bastion, { limit: page })),
      short: await count_(() => sessions.listActive(bastion, { limit: 1_000 })),
      sweep: await count_(() => sweepSessions(deps)),
      refresh: await count_(async () => {
        const question = { bastionId: bastion, principalId: 'p', relayIds: ['relay-01'], patienceMs: 5_000 };
        expect(await refreshSessions(deps, question)).toMatchObject({ sessions: { length: count } });
      }),
    };
  }

  test('a page of a list is one query, a sweep with nothing due one call, and ended sessions cost nothing', async () => {
    const few = await costs(60, 0);
    const many = await costs(60, 100);

    expect(few.list).toEqual(['GET sessions']);
    expect(few.short).toEqual(['GET sessions']);
    expect(few.sweep).toEqual(['GET due']);
    expect({ ...many, refresh: [] }).toEqual({ ...few, refresh: [] });
  });

  test('a refresh that changes nothing writes to no table of sessions', async () => {
    const { refresh } = await costs(60, 0);

    expect(refresh.filter((one) => !one.endsWith(' operations'))).toEqual(['GET sessions']);
  });
});

describe('the audit log, listed and exported', () =>
  testAuditOutbox(async () => {
    let serial = 0;
    const newId = (): string => String((serial += 1));
    const onFault = (fault: unknown): never => {
      throw fault;
    };
    return { ...createAuditTable(tables.audit, { newId, onFault }), ...createAuditOutbox(tables.audit) };
  }));

describe('the audit log', () => {
  const event = {
    time: Date.UTC(2026, 10, 1),
    event: 'end',
    outcome: 'Success',
    principalId: 'p',
    userName: 'a\nb\u2028\u001b[2J{"x":1}',
    sourceIpAddress: '203.0.113.7',
    scope: '/a/b#c?d',
    sessionId: 's',
    reason: 'x'.repeat(500),
  } as const;
  const rowsOf = async (day: string) => {
    const rows = [];
    // Beside each row is one that waits to be exported.
    const filter = `PartitionKey eq '${day}' and RowKey lt 'pending'`;
    for await (const row of tables.audit.listEntities({ queryOptions: { filter } })) rows.push(row);
    return rows;
  };

  test('A24b a row holds each field as it was, and one that is written again is there once', async () => {
    const faults: unknown[] = [];
    const log = createAuditTable(tables.audit, { newId: () => 'n1', onFault: (fault) => faults.push(fault) });

    await log.write({ ...event, id: 's_end' });
    await log.write({ ...event, id: 's_end' });
    await log.write({ ...event, time: event.time + 1 });

    const rows = await rowsOf('2026-11-01');
    expect(faults).toEqual([]);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ ...event, time: '2026-11-01T00:00:00.000Z' });
    expect(rows.map(({ rowKey }) => rowKey?.replace(/^\d+_/, ''))).toEqual(['n1', 's_end']);
  });

  test('a store that is away is reported and never thrown', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}/devstoreaccount1`;
    const dead = openTables(
      `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${btoa('k')};TableEndpoint=${endpoint};`,
    );
    const faults: unknown[] = [];
    const log = createAuditTable(dead.audit, { newId: () => 'n', onFault: (fault) => faults.push(fault) });

    await log.write(event);

    expect(faults).toHaveLength(1);
    await expect(createSessionTable(dead).get(aSessionId())).rejects.toMatchObject({
      code: 'StorageUnavailable',
    });
    await expect(createOperatorTable(dead.operators).claim('p', 's')).rejects.toMatchObject({
      code: 'StorageUnavailable',
    });
  });
});

test.each([3_600_000, -3_600_000])(
  'a clock that is wrong by %i ms is right after one answer',
  async (wrongMs) => {
    const clock = createSteadyClock({
      wallMs: () => Date.now() + wrongMs,
      monotonicMs: () => performance.now(),
    });
    const follows = openTables(azurite.tablesConnectionString, 30, clock);

    await createLeaseTable(follows.relays).get('nobody');

    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(600_000);
  },
);

test('a session whose row another version wrote is refused rather than misread', async () => {
  const store = createSessionTable(tables);
  const session = sessionOf({ sessionId: aSessionId(bastion, sha256) });
  await store.insert(session);
  await tables.sessions.updateEntity(
    { partitionKey: session.sessionId.slice(-12), rowKey: session.sessionId, v: 2 },
    'Merge',
  );

  await expect(store.get(session.sessionId)).rejects.toThrow();
  await store.remove(session);
});
