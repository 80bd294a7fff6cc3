import type { HttpMethod } from '@azure/functions';
import type { AccessRule, Route } from '../../functions/http/route.ts';

export const ownSubscription = '00000000-0000-4000-8000-000000000001';
const vmName = 'vm-web-01';

/** A call of a registered route, at things that are in the fleet where there are any. */
export type RouteCall = {
  /** Method and route, in short: `GET {vm}/instanceView`. */
  readonly key: string;
  readonly access: AccessRule;
  readonly method: HttpMethod;
  readonly path: string;
  readonly body: unknown;
};

/** Each route with each of its methods. What takes something away comes last: it would change other answers. */
export const routeCalls = (routes: Iterable<Route>): readonly RouteCall[] =>
  [...routes]
    .flatMap(({ route, methods, access }) => methods.map((method) => ({ ...toCall(method, route), access })))
    .toSorted((a, b) => Number(takesAway(a)) - Number(takesAway(b)));

const takesAway = ({ method, path }: RouteCall): boolean =>
  method === 'DELETE' || path.endsWith('/disableConsole');

const long: readonly (readonly [string, string])[] = [
  ['{bastion}', '{group}/providers/Microsoft.Network/bastionHosts/{bastionName}'],
  ['{instance}', '{set}/virtualMachines/{instanceId}'],
  ['{set}', '{group}/providers/Microsoft.Compute/virtualMachineScaleSets/{scaleSetName}'],
  ['{vm}', '{group}/providers/Microsoft.Compute/virtualMachines/{vmName}'],
  ['{child}', '{resource}/{childType}/{childName}'],
  ['{resource}', '{group}/providers/{namespace}/{type}/{name}'],
  ['{group}', '{subscription}/resourceGroups/{resourceGroup}'],
  ['{subscription}', '/subscriptions/{subscriptionId}'],
  ['{port}', 'providers/Microsoft.SerialConsole/serialPorts/{0}'],
  ['{authorization}', 'providers/Microsoft.Authorization'],
];

/** What stands in the place of each parameter. */
const parameters: Readonly<Record<string, string>> = {
  subscriptionId: ownSubscription,
  resourceGroup: 'rg-hub',
  bastionName: 'bastion-hub',
  vmName,
  scaleSetName: 'vmss-app',
  instanceId: '0',
  namespace: 'Microsoft.Compute',
  type: 'virtualMachines',
  name: vmName,
  childType: 'virtualMachines',
  childName: '0',
  relayId: 'relay-01',
  operationId: '11111111-1111-4111-8111-111111111111',
  sessionId: 'zzzzzzzzz-0000000000000000-000000000000',
  roleAssignmentName: '60000000-0000-4000-8000-0000000000ff',
  roleDefinitionName: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  location: 'westeurope',
  networkSecurityGroupName: 'nsg-none',
  lockName: 'none',
  rest: 'none',
  hub: 'console',
};

const vmPath = `/subscriptions/${ownSubscription}/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/${vmName}`;

/** What handlers need to come to a decision of their own; all others are sent nothing. */
const bodies: readonly (readonly [RegExp, object])[] = [
  [/serialPorts\/0\/connect$/, {}],
  [/bastion-hub\/connect$/, { protocol: 'SSH', targetResourceId: vmPath }],
  [/adminCommand\/sysrq$/, { keys: 's' }],
  [/checkAccess$/, { actions: ['Microsoft.Compute/virtualMachines/read'] }],
];

function toCall(method: HttpMethod, route: string): Omit<RouteCall, 'access'> {
  const plain = `/${route}`.replaceAll(/\{\*?(\w+)(?::regex\(\^(.*?)\$\))?(?::\w+)?\}/g, (_, name, fixed) =>
    fixed === undefined ? `{${name}}` : `{${fixed}}`,
  );
  const isChild = plain.includes('{childType}');
  // The Azure SDK encodes an instance's slashes, into the name of its set.
  const isEncoded = plain.includes('serialPorts') && !plain.includes('{instanceId}');
  const special: Readonly<Record<string, string>> = {
    ...(isChild ? { type: 'virtualMachineScaleSets', name: 'vmss-app' } : {}),
    ...(isEncoded ? { scaleSetName: 'vmss-app%2FvirtualMachines%2F0' } : {}),
  };
  const path = plain.replaceAll(/\{(\w+)\}/g, (_, name: string) => special[name] ?? parameters[name] ?? name);
  const key = [...long].reverse().reduce((text, [short, whole]) => text.replace(whole, short), plain);
  return { key: `${method} ${key}`, method, path, body: bodies.find(([pattern]) => pattern.test(path))?.[1] };
}
