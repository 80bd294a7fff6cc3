import { TableClient } from '@azure/data-tables';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type AccessSeed, createAccessTable, seedAccess } from '../../shared/azure/accessTable.ts';
import { createAccessWriter } from '../../shared/azure/accessWriter.ts';
import { alice, assignment, role } from '../support/accessFacts.ts';
import { armReaderOf } from '../support/armReaderOf.ts';
import { startArmServer } from '../support/armServer.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { fakeAccess } from '../support/fakeAccess.ts';
import { freePort } from '../support/freePort.ts';
import { group, testAccessReader } from './accessReader.ts';
import { testAccessWriter } from './accessWriter.ts';

const whole = ({
  roleAssignments,
  customRoles,
  denyAssignments = [],
  managementGroups = [],
}: AccessSeed) => ({
  managementGroups,
  roleAssignments,
  customRoles: customRoles.map((custom) => ({ ...custom, type: 'CustomRole' as const })),
  denyAssignments,
});

describe('the fake', () => {
  testAccessReader(async (seed) => fakeAccess(whole(seed)));
});

describe('the fake, written', () => {
  testAccessWriter(async () => fakeAccess());
});

describe('Azure Resource Manager', () => {
  let open = new AsyncDisposableStack();
  afterEach(async () => {
    await open.disposeAsync();
    open = new AsyncDisposableStack();
  });

  testAccessReader(async (seed) => {
    const server = open.use(await startArmServer(seed, { [alice]: [group] }));
    return armReaderOf(server.url);
  });
});

describe('the table', () => {
  let azurite: Azurite;
  let table: TableClient;

  beforeAll(async () => {
    azurite = await startAzurite();
    table = TableClient.fromConnectionString(azurite.tablesConnectionString, 'access', {
      allowInsecureConnection: true,
    });
    await table.createTable();
  });
  afterAll(() => azurite[Symbol.asyncDispose]());

  testAccessReader(async (seed) => {
    await seedAccess(table, seed);
    return createAccessTable(table);
  });

  testAccessWriter(async () => {
    await seedAccess(table, { roleAssignments: [], customRoles: [] });
    return { ...createAccessTable(table), ...createAccessWriter(table) };
  });

  test('seeding makes the table equal to the seed: twice the same, and what is gone is gone', async () => {
    const reader = createAccessTable(table);
    const kept = assignment({ scope: '/' });
    const dropped = assignment({ name: '60000000-0000-4000-8000-0000000000bb' });
    await seedAccess(table, { roleAssignments: [assignment(), dropped], customRoles: [role([])] });

    await seedAccess(table, { roleAssignments: [kept], customRoles: [] });
    await seedAccess(table, { roleAssignments: [kept], customRoles: [] });

    expect(await reader.roleAssignments()).toEqual([kept]);
    expect(await reader.roleDefinitionsOf([kept.roleDefinitionId])).toEqual([]);
    expect(await reader.denyAssignments()).toEqual([]);
  });

  test('a row that cannot be read stops the answer instead of shortening it', async () => {
    await seedAccess(table, { roleAssignments: [assignment()], customRoles: [] });
    await table.upsertEntity({ partitionKey: alice, rowKey: 'x', json: '{"scope":"/"}' });

    await expect(createAccessTable(table).roleAssignmentsOf([alice])).rejects.toThrow();
  });
});

test('a store that does not answer is StorageUnavailable with its cause', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}/devstoreaccount1`;
  const dead = TableClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${btoa('k')};TableEndpoint=${endpoint};`,
    'access',
    { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } },
  );
  const reader = createAccessTable(dead);

  for (const call of [
    reader.roleAssignmentsOf([alice]),
    reader.roleDefinitionsOf(['50000000-0000-4000-8000-0000000000aa']),
    reader.denyAssignments(),
    seedAccess(dead, { roleAssignments: [], customRoles: [] }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'StorageUnavailable', cause: expect.any(Error) });
  }
});
