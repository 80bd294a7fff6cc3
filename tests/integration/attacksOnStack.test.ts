import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { eventually } from '../support/eventually.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';

// Attacks on the whole stack by people who have a token, but not the right; a right, but on something else; or an
// address that was good once.

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const webConsole = `${serialPortPath('vm-web-01')}/connect`;
const dbConsole = `${serialPortPath('vm-db-01')}/connect`;

/** What is in the place of each parameter of a path. */
const parameters: Readonly<Record<string, string>> = {
  subscriptionId: '00000000-0000-4000-8000-000000000001',
  resourceGroup: 'rg-hub',
  bastionName: 'bastion-hub',
  vmName: 'vm-db-01',
  scaleSetName: 'vmss-app',
  instanceId: '0',
  port: '0',
  service: 'default',
  policyName: 'default',
  namespace: 'Microsoft.Compute',
  type: 'virtualMachines',
  name: 'vm-db-01',
  childType: 'extensions',
  childName: 'one',
  relayId: 'relay-01',
  operationId: '11111111-1111-4111-8111-111111111111',
  sessionId: 'zzzzzzzzz-0000000000000000-000000000000',
  roleAssignmentName: '60000000-0000-4000-8000-000000000001',
  roleDefinitionName: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  location: 'westeurope',
  networkSecurityGroupName: 'none',
  rest: 'none',
  hub: 'console',
};
/** Nothing in these is anybody's, or they answer about the caller alone. */
const forAll =
  /\/health$|openapi\.json$|webpubsub|SerialConsole\/operations$|\/subscriptions$|checkAccess$|\/permissions$/;

async function everyRoute(): Promise<readonly { method: string; path: string }[]> {
  const answer = await fetch(`${stack.addresses.functions}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths)
    .filter(([path]) => !forAll.test(path))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? 'none'),
      })),
    );
}

test('A3a A16 every route refuses who has no token, and who has one and no right', async () => {
  const unexpected: string[] = [];

  for (const { method, path } of await everyRoute()) {
    const { status } = await fetch(`${stack.addresses.functions}${path}?api-version=2026-11-01`, { method });
    const outsider = await stack.call('outsider', method, path);
    const isRefused = outsider.status === 403 || outsider.status === 404;
    if (status !== 401 || !isRefused) unexpected.push(`${method} ${path}: ${status}, ${outsider.status}`);
  }

  expect(unexpected).toEqual([]);
}, 60_000);

test('what is refused says alike of a machine that is there and of one that never was', async () => {
  const calls = [
    ['GET', ''],
    ['GET', '/instanceView'],
    ['POST', '/start'],
    ['POST', '/retrieveBootDiagnosticsData'],
    ['GET', '/providers/Microsoft.SerialConsole/serialPorts/0/prerequisites'],
    ['POST', '/providers/Microsoft.SerialConsole/serialPorts/0/connect'],
    ['POST', '/providers/Microsoft.SerialConsole/serialPorts/0/adminCommand/nmi'],
    ['PUT', '/providers/Microsoft.SerialConsole/serialPorts/0'],
  ] as const;
  for (const [method, path] of calls) {
    for (const user of ['outsider', 'vmops', 'console-only']) {
      const [there, not] = await Promise.all(
        ['vm-db-01', 'vm-no-01'].map(async (name) => {
          const { status, body } = await stack.call(user, method, `${vmPath(name)}${path}`);
          return { status, text: JSON.stringify(body).replaceAll(name, 'vm') };
        }),
      );
      expect(there).toEqual(not);
    }
  }
});

test('an operation is known to whoever began it or may read its machine, in its subscription', async () => {
  const begun = await stack.call('ops', 'POST', `${vmPath('vm-db-01')}/restart`);
  const [path = ''] = (begun.headers.get('location') ?? '').split('?');
  const elsewhere = path.replace(parameters.subscriptionId ?? '', '00000000-0000-4000-8000-000000000002');

  const statuses = async (address: string) =>
    await Promise.all(
      ['ops', 'reader', 'vmops', 'outsider'].map(
        async (user) => (await stack.call(user, 'GET', address)).status,
      ),
    );
  expect(await statuses(path)).toEqual([200, 200, 404, 404]);
  expect(await statuses(elsewhere)).toEqual([404, 404, 404, 404]);
});

test('the address of a boot log reads that one blob, and whoever got it is in the log', async () => {
  const retrieve = () => stack.call('ops', 'POST', `${vmPath('vm-web-01')}/retrieveBootDiagnosticsData`);
  await eventually(async () => (await retrieve()).status === 200);
  const url = new URL((await retrieve()).body.serialConsoleLogBlobUri);
  const changed = (change: (to: URL) => void): string => {
    const to = new URL(url);
    change(to);
    return to.href;
  };

  const tries: readonly [string, RequestInit][] = [
    [url.href, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'x' }],
    [url.href, { method: 'DELETE' }],
    [changed((to) => to.searchParams.set('sp', 'rwd')), {}],
    [changed((to) => to.searchParams.set('se', '2099-01-01T00:00:00Z')), {}],
    [changed((to) => (to.pathname = to.pathname.replace('.serialconsole.log', '.screenshot.bmp'))), {}],
    [
      changed((to) => {
        to.pathname = to.pathname.split('/').slice(0, 3).join('/');
        to.search += '&restype=container&comp=list';
      }),
      {},
    ],
  ];
  expect((await fetch(url)).status).toBe(200);
  for (const [address, init] of tries) expect((await fetch(address, init)).status).toBe(403);
  const { body } = await stack.call('owner', 'GET', `${bastionPath}/auditLogs?event=bootDiagnosticsAccess`);
  expect(body.value[0]).toMatchObject({ userName: 'ops@contoso.example', scope: vmPath('vm-web-01') });
});

describe('sockets', () => {
  test('a URL of one hub opens nothing on the other, and none opens twice', async () => {
    const shell = await stack.call('owner', 'POST', webConsole, { takeOver: true });
    const list = await stack.call('ops', 'POST', `${bastionPath}/sessions/subscribe`);
    const consoleUrl: string = shell.body.connectionString;
    const portalUrl: string = list.body.connectionString;

    expect(await openSocket(consoleUrl.replace('/hubs/console', '/hubs/portal'))).toBeUndefined();
    expect(await openSocket(portalUrl.replace('/hubs/portal', '/hubs/console'))).toBeUndefined();
    for (const url of [consoleUrl, portalUrl]) {
      const first = await openSocket(url);
      expect(first).toBeDefined();
      expect(await openSocket(url)).toBeUndefined();
      first?.close();
    }
  });

  test('A10d A13 nobody joins a group, and only an operator sends, to its own relay and nothing else', async () => {
    const operator = await stack.call('owner', 'POST', webConsole, { takeOver: true });
    const observer = await stack.call('ops', 'POST', webConsole, { mode: 'observer' });
    const other = await stack.call('ops', 'POST', dbConsole, { takeOver: true });
    const list = await stack.call('ops', 'POST', `${bastionPath}/sessions/subscribe`);
    const own: string = operator.body.groups.up;
    const groups: readonly string[] = [
      own,
      ...Object.values<string>(other.body.groups),
      operator.body.groups.live,
      operator.body.groups.down,
      list.body.group,
      'relay-relay-01',
      'up-*',
      own.toUpperCase(),
      `${own}.`,
    ];

    for (const [index, answer] of [operator, observer, list].entries()) {
      const socket = await openSocket(answer.body.connectionString);
      if (socket === undefined) throw new Error('It was not let in.');
      for (const group of groups) {
        expect(await socket.ask({ type: 'joinGroup', group })).toBe('Forbidden');
        const sent = await socket.ask({ type: 'sendToGroup', group, dataType: 'json', data: resetOrder });
        expect(sent).toBe(index === 0 && group === own ? 'OK' : 'Forbidden');
      }
      socket.close();
    }
    // An order that came on a viewer's way is none.
    const view = await stack.call('ops', 'GET', `${vmPath('vm-web-01')}/instanceView`);
    expect(JSON.stringify(view.body)).toContain('PowerState/running');
  });
});

const resetOrder = {
  kind: 'operate',
  operationId: '11111111-1111-4111-8111-111111111112',
  portId: portIdOf(sha256, vmPath('vm-web-01')),
  action: 'deallocate',
  skipShutdown: true,
  by: 'Mallory',
};

/** A raw client of Web PubSub; undefined when it was refused. */
async function openSocket(url: string) {
  const socket = new WebSocket(url, 'json.reliable.webpubsub.azure.v1');
  const acks = new Map<number, string>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.type === 'ack') acks.set(message.ackId, message.success ? 'OK' : message.error.name);
  });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  if (!isOpen) return undefined;
  let ackId = 0;
  return {
    async ask(message: object): Promise<string | undefined> {
      ackId += 1;
      const mine = ackId;
      socket.send(JSON.stringify({ ...message, ackId: mine }));
      await eventually(() => acks.has(mine));
      return acks.get(mine);
    },
    close: () => socket.close(),
  };
}
