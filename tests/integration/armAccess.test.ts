import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import type { CheckAccessResponse } from '../../shared/contracts/access.ts';
import { resourceGroup, vm } from '../support/accessFacts.ts';
import { armToken, send, startArmServer } from '../support/armServer.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { eventually } from '../support/eventually.ts';

// The whole app with roles from Azure Resource Manager: the real library fetches the token from where App Service
// offers it, and the service is a server on this machine that speaks as Azure does. Its
// roles are not those of the table: the fleet's owner has none.

const file = readFleetFile();
const oidOf = (user: string): string => file.users.find(({ upn }) => upn.startsWith(`${user}@`))?.oid ?? '';
const members = Object.fromEntries(file.users.map(({ oid, groups }) => [oid, groups]));
const inAzure = {
  ...file,
  roleAssignments: file.roleAssignments.filter(({ principalId }) => principalId !== oidOf('owner')),
};

const asked: (string | undefined)[] = [];
const identity = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  asked.push(searchParams.get('resource') ?? undefined);
  const isOurs = request.headers['x-identity-header'] === 'a-header';
  send(response, isOurs ? 200 : 400, {
    access_token: armToken,
    expires_on: String(Math.floor(Date.now() / 1_000) + 3_600),
    resource: searchParams.get('resource'),
    token_type: 'Bearer',
  });
});

let arm: Awaited<ReturnType<typeof startArmServer>>;
let plane: ControlPlane;
beforeAll(async () => {
  arm = await startArmServer(inAzure, members);
  identity.listen(0, '127.0.0.1');
  await once(identity, 'listening');
  Object.assign(process.env, {
    IDENTITY_ENDPOINT: `http://127.0.0.1:${(identity.address() as AddressInfo).port}/token`,
    IDENTITY_HEADER: 'a-header',
    SALLYPORT_ACCESS: arm.url,
    SALLYPORT_ACCESS_STALENESS_SECONDS: '3',
  });
  plane = await startControlPlane();
});
afterAll(async () => {
  await plane[Symbol.asyncDispose]();
  await arm[Symbol.asyncDispose]();
  identity.close();
});

const statusOf = async (user: string): Promise<number> => (await plane.as(user, 'GET', vm)).status;

test('what Azure says decides, not the table', async () => {
  expect(await statusOf('reader')).toBe(200);
  expect(await statusOf('ops')).toBe(200);
  expect(await statusOf('owner')).toBe(403);
  expect(await statusOf('outsider')).toBe(403);
  expect(new Set(asked)).toEqual(new Set([arm.url]));
});

test('it says through which group', async () => {
  const answer = await plane.as('ops', 'POST', `${vm}/providers/Microsoft.Authorization/checkAccess`, {
    body: { actions: ['Microsoft.Compute/virtualMachines/restart/action'] },
  });

  expect((answer.body as CheckAccessResponse).value).toMatchObject([
    { allowed: true, grantedBy: { roleName: 'Contributor', groupId: members[oidOf('ops')]?.[0] } },
  ]);
});

test('who asks to have it read anew sees a change at once', async () => {
  const actions = ['Microsoft.Compute/virtualMachines/read'];
  const check = (body: object) =>
    plane.as('outsider', 'POST', `${vm}/providers/Microsoft.Authorization/checkAccess`, { body });
  const [first] = file.roleAssignments;
  if (first === undefined) throw new Error('The fleet has no assignment.');
  const given = { ...first, principalId: oidOf('outsider'), scope: resourceGroup };

  arm.state.seed = { ...inAzure, roleAssignments: [...inAzure.roleAssignments, given] };

  expect((await check({ actions, refresh: true })).body).toMatchObject({ value: [{ allowed: true }] });
  expect(await statusOf('outsider')).toBe(200);
});

test('roles are not written with the identity of the app', async () => {
  const path = `${resourceGroup}/providers/Microsoft.Authorization/roleAssignments/60000000-0000-4000-8000-0000000000ee`;
  const properties = {
    roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    principalId: oidOf('reader'),
  };
  arm.state.seed = file;
  await eventually(async () => (await statusOf('owner')) === 200);

  expect(await plane.as('owner', 'PUT', path, { body: { properties } })).toMatchObject({
    code: 'AccessManagedElsewhere',
  });
});

test('with Azure down nobody is refused: they are let in on what is young enough, then hear 503', async () => {
  const down = '503 ResourceManagerUnavailable 2';
  const seen = new Set<string>();
  const note = async (): Promise<string> => {
    const { status, code, headers } = await plane.as('reader', 'GET', vm);
    const line = [status, code, headers['retry-after']].filter((part) => part !== undefined).join(' ');
    seen.add(line);
    return line;
  };
  await eventually(async () => (await note()) === '200');

  arm.state.fault = (_, response) => {
    response.destroy();
    return true;
  };
  await eventually(async () => (await note()) === down);
  arm.state.fault = () => false;
  await eventually(async () => (await note()) === '200');

  expect([...seen]).toEqual(['200', down]);
});
