import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createGraphGroups } from '../../shared/azure/graphGroups.ts';
import { createGroupTable, seedGroups } from '../../shared/azure/groupTable.ts';
import { createTables, openTables, type Tables } from '../../shared/azure/tables.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { fakeGroups } from '../support/fakeGroups.ts';
import { graphToken, send, startGraphServer } from '../support/graphServer.ts';
import { testGroupReader } from './groupReader.ts';

let open = new AsyncDisposableStack();
afterEach(async () => {
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});

const startGraph = async (members: Readonly<Record<string, readonly string[]>> = {}) =>
  open.use(await startGraphServer(members));
const readerOf = (url: string, timeoutMs?: number) =>
  createGraphGroups({
    url,
    token: async () => graphToken,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

describe('the fake', () => testGroupReader(async (members) => fakeGroups(members)));

describe('the table', () => {
  let azurite: Azurite;
  let tables: Tables;
  beforeAll(async () => {
    azurite = await startAzurite();
    tables = openTables(azurite.tablesConnectionString);
    await createTables(tables);
  });
  afterAll(() => azurite[Symbol.asyncDispose]());

  testGroupReader(async (members) => {
    await seedGroups(
      tables.groups,
      Object.entries(members).map(([oid, groups]) => ({ oid, groups })),
    );
    return createGroupTable(tables.groups);
  });
});

describe('Microsoft Graph', () => {
  const someone = { principalId: '20000000-0000-4000-8000-0000000000aa', kind: 'User' } as const;

  testGroupReader(async (members) => readerOf((await startGraph(members)).url));

  test('security groups are asked for where Graph can tell them apart: of people', async () => {
    const graph = await startGraph({ [someone.principalId]: [] });
    const reader = readerOf(graph.url);

    await reader.groupsOf(someone);
    await reader.groupsOf({ ...someone, kind: 'ServicePrincipal' });

    expect(graph.asked).toEqual([
      { path: `/v1.0/users/${someone.principalId}/getMemberObjects`, securityEnabledOnly: true },
      { path: `/v1.0/servicePrincipals/${someone.principalId}/getMemberObjects`, securityEnabledOnly: false },
    ]);
  });

  test.each<[string, Parameters<typeof send>[1], unknown]>([
    ['throttles', 429, {}],
    ['is down', 503, {}],
    ['does not let this app read', 403, { error: { code: 'Authorization_RequestDenied' } }],
    ['does not take the token', 401, {}],
    ['says something else', 200, { value: 'all' }],
    ['says half of it', 200, { value: [], '@odata.nextLink': 'https://graph.example/next' }],
    ['names no ids', 200, { value: ['everybody'] }],
  ])('A8b a directory that %s is unavailable, never without groups', async (_name, status, body) => {
    const graph = await startGraph();
    graph.state.answer = (response) => send(response, status, body);

    await expect(readerOf(graph.url).groupsOf(someone)).rejects.toMatchObject({
      code: 'DirectoryUnavailable',
      status: 503,
      cause: expect.any(Error),
    });
  });

  test('a directory that never answers is unavailable, and so is one that sends elsewhere', async () => {
    const graph = await startGraph();
    const code = 'DirectoryUnavailable';

    graph.state.answer = () => undefined;
    await expect(readerOf(graph.url, 50).groupsOf(someone)).rejects.toMatchObject({ code });
    graph.state.answer = (response) => response.writeHead(307, { location: `${graph.url}/x` }).end();
    await expect(readerOf(graph.url).groupsOf(someone)).rejects.toMatchObject({ code });
    expect(graph.asked).toHaveLength(2);
  });

  test('no token for the directory is no answer of it', async () => {
    const reader = createGraphGroups({
      url: 'http://127.0.0.1:9',
      token: () => Promise.reject(new Error('x')),
    });

    await expect(reader.groupsOf(someone)).rejects.toMatchObject({ code: 'DirectoryUnavailable' });
  });

  test('an account in more groups than Graph lists is refused, for good', async () => {
    const graph = await startGraph();
    graph.state.answer = (response) =>
      send(response, 400, { error: { code: 'Directory_ResultSizeLimitExceeded' } });

    await expect(readerOf(graph.url).groupsOf(someone)).rejects.toMatchObject({
      code: 'AuthenticationFailed',
    });
  });
});
