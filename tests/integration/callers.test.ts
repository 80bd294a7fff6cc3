import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedAccess } from '../../shared/azure/accessTable.ts';
import { seedGroups } from '../../shared/azure/groupTable.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { reliable, startTestService, type TestService } from '../support/webPubSub/service.ts';
import { refusalOf } from '../support/webPubSub/wireClient.ts';

// Who a caller is taken for, by the handlers as they are wired.

const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub';
const bastion = `${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;

let plane: ControlPlane;
let service: TestService;
beforeAll(async () => {
  [plane, service] = await Promise.all([startControlPlane(), startTestService()]);
});
afterAll(() => Promise.all([plane?.[Symbol.asyncDispose](), service?.[Symbol.asyncDispose]()]));

const get = async (token: string, path: string) =>
  await plane.send('GET', path, { headers: { authorization: `Bearer ${token}` } });

describe('groups that a token leaves out', () => {
  const leftOut = { groups: undefined, _claim_names: { groups: 'src1' } };

  test('A8b rights that hang on a group hold for who is in too many to be named', async () => {
    const answer = await get(await plane.tokenOf('ops', leftOut), bastion);

    expect([answer.status, answer.code]).toEqual([200, undefined]);
  });

  test('A8b who is in no such group gets nothing by it', async () => {
    const answer = await get(await plane.tokenOf('outsider', leftOut), bastion);

    expect(answer.code).toBe('AuthorizationFailed');
  });

  test('assignments to somebody else are those to its groups too', async () => {
    const oid = plane.file.users.find(({ upn }) => upn.startsWith('ops@'))?.oid;
    const path = `${group}/providers/Microsoft.Authorization/roleAssignments`;
    const assigned = await plane.as('owner', 'GET', `${path}?$filter=assignedTo('${oid}')`);

    expect(assigned.body).toMatchObject({
      value: [
        { properties: { principalId: '40000000-0000-4000-8000-000000000001', principalType: 'Group' } },
      ],
    });
  });

  test('A8b whose groups nobody knows is refused rather than taken for somebody without any', async () => {
    const oid = '20000000-0000-4000-8000-0000000000ee';
    const answer = await get(await plane.tokenOf('owner', { ...leftOut, oid }), `${bastion}/sessions`);

    expect([answer.status, answer.code]).toEqual([401, 'AuthenticationFailed']);
  });

  test('somebody in 11,000 groups is answered, and may watch a list', async () => {
    const oid = '20000000-0000-4000-8000-0000000000ef';
    const many = Array.from({ length: 10_999 }, () => crypto.randomUUID());
    const ofOps = '40000000-0000-4000-8000-000000000001';
    const users = plane.file.users.map((user) => ({ oid: user.oid, groups: user.groups }));
    await seedGroups(plane.tables.groups, [...users, { oid, groups: [...many, ofOps] }]);
    const authorization = `Bearer ${await plane.tokenOf('ops', { ...leftOut, oid })}`;

    const watched = await plane.send('POST', `${bastion}/sessions/subscribe`, { headers: { authorization } });

    expect([watched.status, watched.code]).toEqual([200, undefined]);
  });
});

test("A15b a relay to which somebody assigned Owner opens nobody's route, and its own as before", async () => {
  const [{ principalId } = { principalId: '' }] = plane.file.fleet.relays;
  const owner = {
    name: '60000000-0000-4000-8000-0000000000ee',
    principalId,
    principalType: 'ServicePrincipal' as const,
    roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    scope: group.slice(0, group.indexOf('/resourceGroups')),
  };
  const roleAssignments = [...plane.file.roleAssignments, owner];
  await seedAccess(plane.tables.access, { ...plane.file, roleAssignments });

  const answers = [
    await plane.asRelay(principalId, 'GET', bastion),
    await plane.asRelay(principalId, 'POST', `${vm}/providers/Microsoft.Authorization/checkAccess`, {
      actions: ['Microsoft.Compute/virtualMachines/read'],
    }),
    await plane.asRelay(principalId, 'POST', '/relays/relay-01/connect'),
  ];

  expect(answers.map(({ status, code }) => code ?? status)).toEqual([
    'AuthorizationFailed',
    'AuthorizationFailed',
    200,
  ]);
});

describe('A8b tokens of one service at the other', () => {
  test('A8b an access token opens no socket and no call of Web PubSub', async () => {
    const client = `${service.endpoint}/client/hubs/console`;
    const tokens = await Promise.all([plane.tokenOf('owner'), plane.tokenOf('owner', { aud: client })]);

    for (const token of tokens) {
      const url = `${client.replace('http', 'ws')}?access_token=${token}`;
      const call = await fetch(`${service.endpoint}/api/hubs/console/:send`, {
        method: 'POST',
        body: 'x',
        headers: { authorization: `Bearer ${token}` },
      });

      expect([await refusalOf(url, reliable), call.status]).toEqual([401, 401]);
    }
  });

  test("A8b a client's token of Web PubSub, and the app's own for it, open no route", async () => {
    const url = new URL(await service.url('console', { userId: 'owner@contoso.example' }));
    const { token } = await service
      .rest('console')
      .getClientAccessToken({ roles: ['webpubsub.sendToGroup'] });

    for (const one of [url.searchParams.get('access_token') ?? '', token]) {
      expect([one.split('.').length, (await get(one, vm)).code]).toEqual([3, 'AuthenticationFailed']);
    }
  });
});
