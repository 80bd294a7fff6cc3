import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import type { MonitoringPrerequisites } from '../../shared/contracts/network.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';

const { fleet } = readFleetFile();
const [hub] = fleet.bastions;
const [group] = fleet.networkSecurityGroups;
if (hub?.subnet === undefined || group === undefined) throw new Error('The fleet file lacks a bastion.');
const open = hub.resourceId;
const blocked = `${open}-blocked`;
const unknown = `${open}-unknown`;
const closedGroup = `${group.resourceId}-closed`;

/** Beside the local bastion: one whose group lets GatewayManager reach 443 alone, and one nobody described. */
const bastions = [
  hub,
  {
    ...hub,
    resourceId: blocked,
    name: 'bastion-blocked',
    subnet: { ...hub.subnet, networkSecurityGroupId: closedGroup },
  },
  { ...hub, resourceId: unknown, name: 'bastion-unknown', subnet: undefined },
];
const securityRules = group.securityRules.map((rule) =>
  rule.name === 'AllowGatewayManagerInbound' ? { ...rule, destinationPortRanges: ['443'] } : rule,
);
const networkSecurityGroups = [
  group,
  { ...group, resourceId: closedGroup, name: 'nsg-bastion-hub-closed', securityRules },
];

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ bastions, networkSecurityGroups });
});
afterAll(() => plane[Symbol.asyncDispose]());

const prerequisites = async (user: string, bastionId: string) => {
  const answer = await plane.as(user, 'GET', `${bastionId}/monitoringPrerequisites`);
  return { ...answer, body: answer.body as MonitoringPrerequisites };
};
const heartbeat = () =>
  plane.asRelay(fleet.relays[0]?.principalId ?? '', 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: null,
    ports: [],
    sessions: [],
  });

test('everything is there for the local bastion, once its relay was heard', async () => {
  const before = await prerequisites('reader', open);
  await heartbeat();
  const { status, body } = await prerequisites('reader', open);

  expect(before.body.value.at(-1)).toEqual({
    name: 'Relay/relay-01',
    importance: 'Required',
    status: 'Fail',
    message: "The relay 'relay-01' was never heard. Start it and retry.",
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    sessionMonitoring: 'Available',
    subnetId: hub.subnet?.resourceId,
    networkSecurityGroupId: group.resourceId,
  });
  expect(body.value).toHaveLength(12);
  expect(body.value.filter((row) => row.status === 'Fail')).toEqual([]);
});

test('where GatewayManager cannot reach 4443, the row says why and how to change it', async () => {
  const { body } = await prerequisites('ops', blocked.toUpperCase());

  expect(body.sessionMonitoring).toBe('Blocked');
  expect(body.value.filter((row) => row.status === 'Fail')).toMatchObject([
    {
      name: 'AllowSessionMonitoringInbound',
      importance: 'Required',
      decidedBy: { name: 'DenyAllInbound', priority: 4096 },
      fix: { rule: { properties: { priority: 100, destinationPortRange: '4443' } } },
    },
  ]);
});

test('a refresh is refused there with the reason, and the list answers as last known', async () => {
  const refreshed = await plane.as('ops', 'POST', `${blocked}/getActiveSessions`);
  const listed = await plane.as('ops', 'GET', `${blocked}/sessions`);
  const elsewhere = await plane.as('ops', 'GET', `${open}/sessions`);

  expect([refreshed.status, refreshed.code]).toEqual([409, 'SessionMonitoringBlocked']);
  expect(refreshed.body).toMatchObject({
    error: {
      target: closedGroup,
      message: expect.stringContaining("Add the rule 'AllowSessionMonitoringInbound' with priority 100."),
    },
  });
  expect(listed).toMatchObject({ status: 200, body: { value: [], stale: true } });
  expect(elsewhere.body).toEqual({ value: [] });
  expect((await plane.as('ops', 'POST', `${open}/getActiveSessions`)).status).toBe(200);
});

test('a subnet that nobody described blocks nothing, and says that it is not known', async () => {
  const { body } = await prerequisites('ops', unknown);

  expect(body).toEqual({ sessionMonitoring: 'Unknown', value: [] });
  expect((await plane.as('ops', 'POST', `${unknown}/getActiveSessions`)).status).toBe(200);
  expect((await plane.as('ops', 'GET', `${unknown}/sessions`)).body).toEqual({ value: [] });
});

test('only readers of the bastion are told', async () => {
  expect((await prerequisites('outsider', open)).code).toBe('AuthorizationFailed');
  expect((await prerequisites('outsider', `${open}-nowhere`)).code).toBe('AuthorizationFailed');
  expect((await prerequisites('reader', `${open}-nowhere`)).code).toBe('ResourceNotFound');
});

test('groups are read as in ARM, with the rules that Azure adds', async () => {
  const type = '/providers/Microsoft.Network/networkSecurityGroups';
  const subscription = open.split('/').slice(0, 3).join('/');
  const listed = await plane.as('reader', 'GET', `${subscription}${type}`);
  const inGroup = await plane.as('vmops', 'GET', `${subscription}/resourceGroups/rg-hub${type}`);
  const one = await plane.as('reader', 'GET', group.resourceId.toLowerCase());

  expect((listed.body as { value: unknown[] }).value).toHaveLength(2);
  expect(inGroup.body).toEqual({ value: [] });
  expect(one.body).toMatchObject({
    id: group.resourceId,
    name: 'nsg-bastion-hub',
    type: 'Microsoft.Network/networkSecurityGroups',
    properties: {
      securityRules: expect.arrayContaining([
        {
          id: `${group.resourceId}/securityRules/AllowHttpsInbound`,
          name: 'AllowHttpsInbound',
          properties: expect.objectContaining({ priority: 120, direction: 'Inbound', access: 'Allow' }),
        },
      ]),
      defaultSecurityRules: expect.arrayContaining([expect.objectContaining({ name: 'DenyAllInBound' })]),
    },
  });
  expect((await plane.as('outsider', 'GET', group.resourceId)).code).toBe('AuthorizationFailed');
  expect((await plane.as('outsider', 'GET', `${subscription}${type}`)).code).toBe('AuthorizationFailed');
  expect((await plane.as('ops', 'GET', `${group.resourceId}x`)).code).toBe('ResourceNotFound');
});

test('who may not read the rules learns whether they let sessions through, and nothing of them', async () => {
  // Owner of the bastion and of nothing beside it.
  const principalId = plane.file.users.find(({ upn }) => upn.startsWith('outsider@'))?.oid ?? '';
  const name = '60000000-0000-4000-8000-0000000000f1';
  const roleDefinitionId = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
  await plane.tables.access.createEntity({
    partitionKey: principalId,
    rowKey: name,
    json: JSON.stringify({ name, principalId, principalType: 'User', roleDefinitionId, scope: blocked }),
  });

  const { status, body } = await prerequisites('outsider', blocked);
  const refresh = await plane.as('outsider', 'POST', `${blocked}/getActiveSessions`);

  expect({ status, sessionMonitoring: body.sessionMonitoring }).toEqual({
    status: 200,
    sessionMonitoring: 'Blocked',
  });
  expect(refresh).toMatchObject({ status: 409, code: 'SessionMonitoringBlocked' });
  const told = JSON.stringify([body, refresh.body]);
  for (const secret of ['networkSecurityGroups', 'nsg-', 'decidedBy', 'priority', 'fix']) {
    expect(told).not.toContain(secret);
  }
});
