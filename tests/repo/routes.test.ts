import { app } from '@azure/functions';
import { beforeAll, expect, test, vi } from 'vitest';
import type { AccessRule, routes } from '../../functions/http/route.ts';

/** What each route expects of its caller. A route that is missing here has no agreed rule: decide on one. */
const subscription = 'subscriptions/{subscriptionId}';
const group = `${subscription}/resourceGroups/{resourceGroup}`;
const bastion = `${group}/providers/Microsoft.Network/bastionHosts/{bastionName}`;
const compute = 'providers/Microsoft.Compute';
const vm = `${group}/${compute}/virtualMachines/{vmName}`;
const scaleSet = `${group}/${compute}/virtualMachineScaleSets/{scaleSetName}`;
const instance = `${scaleSet}/virtualMachines/{instanceId}`;
const ports = 'providers/Microsoft.SerialConsole/serialPorts';
const port = `${ports}/{port:regex(^0$)}`;
const connect = `${port}/connect`;
const consoleService = `${subscription}/providers/Microsoft.SerialConsole/consoleServices/{service:regex(^default$)}`;
const authorization = 'providers/Microsoft.Authorization';
const resource = `${group}/providers/{namespace}/{type}/{name}`;

/** What is asked about access, at each depth of scope. */
const access = [subscription, group, resource, `${resource}/{childType}/{childName}`].map((scope) => ({
  // The caller's own access; somebody else's needs a right that the handler checks.
  [`POST ${scope}/${authorization}/checkAccess`]: 'signedIn',
  [`GET ${scope}/${authorization}/permissions`]: 'right',
  [`GET ${scope}/${authorization}/roleAssignments`]: 'right',
  [`GET ${scope}/${authorization}/roleAssignments/{roleAssignmentName:guid}`]: 'right',
  // What may be assigned to whom hangs on conditions: the handler asks when it has read the body.
  [`PUT ${scope}/${authorization}/roleAssignments/{roleAssignmentName:guid}`]: 'signedIn',
  [`DELETE ${scope}/${authorization}/roleAssignments/{roleAssignmentName:guid}`]: 'signedIn',
  [`PUT ${scope}/${authorization}/roleDefinitions/{roleDefinitionName:guid}`]: 'right',
  [`DELETE ${scope}/${authorization}/roleDefinitions/{roleDefinitionName:guid}`]: 'right',
  [`GET ${scope}/${authorization}/roleDefinitions`]: 'right',
  [`GET ${scope}/${authorization}/roleDefinitions/{roleDefinitionName:guid}`]: 'right',
}));

/** Who is kept out, at the same depths. */
const locks = [subscription, group, resource, `${resource}/{childType}/{childName}`]
  .map((scope) => `${scope}/providers/Sallyport.Access/locks`)
  .map((path) => ({
    [`GET ${path}`]: 'right',
    ...Object.fromEntries(
      ['GET', 'PUT', 'DELETE'].map((method) => [`${method} ${path}/{lockName}`, 'right']),
    ),
  }));

/** What is done to a machine. */
const power = [vm, instance, scaleSet].map((machine) => ({
  ...Object.fromEntries(
    ['start', 'restart', 'powerOff', 'deallocate'].map((action) => [`POST ${machine}/${action}`, 'right']),
  ),
  ...Object.fromEntries(
    ['nmi', 'sysrq', 'break', 'reset'].map((command) => [
      `POST ${machine}/${port}/adminCommand/${command}`,
      'right',
    ]),
  ),
}));

const expected: Readonly<Record<string, AccessRule>> = {
  'GET health': 'public',
  'GET openapi.json': 'public',
  'OPTIONS webpubsub/{hub}': 'signature',
  'POST webpubsub/{hub}': 'signature',
  'PUT relays/{relayId}/lease': 'relay',
  'DELETE relays/{relayId}/lease': 'relay',
  'POST relays/{relayId}/connect': 'relay',
  'PUT relays/{relayId}/heartbeat': 'relay',
  'POST relays/{relayId}/operations/{operationId:guid}': 'relay',
  'GET relays/{relayId}/sessions/{sessionId}/hostKey': 'relay',
  'PUT relays/{relayId}/sessions/{sessionId}/hostKey': 'relay',
  'POST relays/{relayId}/sessions/{sessionId}/end': 'relay',
  'POST relays/{relayId}/sessions/{sessionId}/logOut': 'relay',

  'GET subscriptions': 'signedIn',
  [`GET ${subscription}`]: 'signedIn',
  [`GET ${subscription}/providers/Microsoft.Network/bastionHosts`]: 'signedIn',
  [`GET ${group}/providers/Microsoft.Network/bastionHosts`]: 'signedIn',
  [`GET ${bastion}`]: 'right',
  [`GET ${bastion}/auditLogs`]: 'right',
  [`POST ${bastion}/sessions/subscribe`]: 'right',
  [`GET ${bastion}/monitoringPrerequisites`]: 'right',
  [`GET ${subscription}/providers/Microsoft.Network/networkSecurityGroups`]: 'signedIn',
  [`GET ${group}/providers/Microsoft.Network/networkSecurityGroups`]: 'signedIn',
  [`GET ${group}/providers/Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}`]: 'right',
  [`GET ${bastion}/policies/{policyName:regex(^default$)}`]: 'right',
  [`PUT ${bastion}/policies/{policyName:regex(^default$)}`]: 'right',
  [`PATCH ${bastion}/policies/{policyName:regex(^default$)}`]: 'right',
  [`POST ${bastion}/connect`]: 'right',
  [`POST ${bastion}/forgetHostKey`]: 'right',
  [`GET ${bastion}/sessions`]: 'right',
  [`POST ${bastion}/getActiveSessions`]: 'right',
  [`GET ${bastion}/getActiveSessions/operationResults/{operationId:guid}`]: 'right',
  [`GET ${bastion}/sessions/{sessionId}`]: 'right',
  [`DELETE ${bastion}/sessions/{sessionId}`]: 'right',
  [`POST ${bastion}/disconnectActiveSessions`]: 'right',
  [`GET ${bastion}/recordings`]: 'right',
  [`GET ${bastion}/recordings/{sessionId}`]: 'right',
  [`POST ${bastion}/recordings/{sessionId}/retrieveRecordingData`]: 'right',
  // The session's own person, whoever that is: the handler looks.
  [`POST ${bastion}/sessions/{sessionId}/stay`]: 'signedIn',

  [`GET ${subscription}/${compute}/virtualMachines`]: 'signedIn',
  [`GET ${group}/${compute}/virtualMachines`]: 'signedIn',
  [`GET ${subscription}/${compute}/virtualMachineScaleSets`]: 'signedIn',
  [`GET ${group}/${compute}/virtualMachineScaleSets`]: 'signedIn',
  [`GET ${scaleSet}/virtualMachines`]: 'signedIn',
  [`GET ${vm}`]: 'right',
  [`GET ${instance}`]: 'right',
  [`POST ${vm}/retrieveBootDiagnosticsData`]: 'right',
  [`POST ${instance}/retrieveBootDiagnosticsData`]: 'right',
  [`POST ${vm}/${connect}`]: 'right',
  [`POST ${instance}/${connect}`]: 'right',
  // The Azure SDK encodes an instance's slashes: `virtualMachineScaleSets/{set}%2FvirtualMachines%2F{id}`.
  [`POST ${scaleSet}/${connect}`]: 'right',
  [`GET ${vm}/${port}`]: 'right',
  [`GET ${instance}/${port}`]: 'right',
  [`GET ${scaleSet}/${port}`]: 'right',
  [`GET ${vm}/${ports}`]: 'right',
  [`GET ${instance}/${ports}`]: 'right',
  [`GET ${scaleSet}/${ports}`]: 'right',
  [`GET ${subscription}/${ports}`]: 'signedIn',
  [`PUT ${vm}/${port}`]: 'right',
  [`PUT ${instance}/${port}`]: 'right',
  [`PUT ${scaleSet}/${port}`]: 'right',
  [`DELETE ${vm}/${port}`]: 'right',
  [`DELETE ${instance}/${port}`]: 'right',
  [`DELETE ${scaleSet}/${port}`]: 'right',
  [`GET ${vm}/${port}/prerequisites`]: 'right',
  [`GET ${instance}/${port}/prerequisites`]: 'right',
  [`GET ${scaleSet}/${port}/prerequisites`]: 'right',
  [`GET ${consoleService}`]: 'right',
  [`POST ${consoleService}/enableConsole`]: 'right',
  [`POST ${consoleService}/disableConsole`]: 'right',
  // What may be done at all, as in ARM: the same for everybody who is signed in.
  'GET providers/Microsoft.SerialConsole/operations': 'signedIn',
  [`GET ${vm}/instanceView`]: 'right',
  ...Object.assign({}, ...power),
  ...Object.assign({}, ...locks),
  // An operation is its starter's; somebody else needs to be able to read its machine, which the handler checks.
  [`GET ${subscription}/${compute}/locations/{location}/operations/{operationId:guid}`]: 'signedIn',
  [`GET ${instance}/instanceView`]: 'right',

  ...Object.assign({}, ...access),
  // Permissions of a resource whose path has a doubled slash; all else at it is not found.
  [`GET ${group}/providers/{*rest}`]: 'right',
};

type Registered = { name: string; methods: readonly string[]; route: string; authLevel: string };
const registered: Registered[] = [];
let served: typeof routes;

beforeAll(async () => {
  vi.spyOn(app, 'http').mockImplementation((name, options) => {
    const { methods = [], route = '', authLevel = '' } = options;
    registered.push({ name, methods, route, authLevel });
  });
  vi.spyOn(app, 'timer').mockReturnValue();
  await import('../../functions/main.ts');
  ({ routes: served } = await import('../../functions/http/route.ts'));
});

const keysOf = ({ methods, route }: { methods: readonly string[]; route: string }): string[] =>
  methods.map((method) => `${method} ${route}`);

test('A3a every route has the access rule that was agreed, and none is missing or new', () => {
  const actual = Object.fromEntries(
    [...served.values()].flatMap((one) => keysOf(one).map((key) => [key, one.access])),
  );

  expect(actual).toEqual(expected);
});

test('A3a nothing is registered past the one function that decides who may call', () => {
  const names = registered.map(({ name }) => name);

  expect(names.toSorted()).toEqual([...served.keys()].toSorted());
  expect(new Set(registered.flatMap(keysOf)).size).toBe(registered.flatMap(keysOf).length);
});

test('a function key opens nothing: every route is anonymous to the host and asks for itself', () => {
  expect(registered.filter(({ authLevel }) => authLevel !== 'anonymous')).toEqual([]);
});

test('a route that takes whatever is left is tried last: functions are tried in order of name', () => {
  const gets = registered.filter(({ methods }) => methods.includes('GET'));
  const last = gets
    .map(({ name }) => name.toUpperCase())
    .toSorted()
    .at(-1);

  expect(gets.filter(({ route }) => route.includes('{*')).map(({ name }) => name.toUpperCase())).toEqual([
    last,
  ]);
});

test('A3a no route answers a GET and something that changes state alike', () => {
  expect(registered.filter(({ methods }) => methods.includes('GET') && methods.length > 1)).toEqual([]);
});
