import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { clientCredentialTokens } from '../../relay/tokens.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { ConnectResponse } from '../../shared/contracts/api.ts';
import { downGroup, liveGroup, upGroup } from '../../shared/contracts/groups.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { eventually } from '../support/eventually.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { openWire, type WireClient } from '../support/webPubSub/wireClient.ts';

// What can be done to the sockets of a running stack by pages of others, by thieves of a URL, by clients that break
// the rules, by a relay that is another one, and with events that were genuine once.

const reliable = 'json.reliable.webpubsub.azure.v1';
let stack: LocalStack;

beforeAll(async () => {
  // One test lets the tables hang: nobody needs to wait for that as long as in a deployment.
  process.env['SALLYPORT_TABLES_TIMEOUT_SECONDS'] = '1';
  const file = readFleetFile();
  const { relays, targets } = file.fleet;
  const fleet = {
    ...file.fleet,
    relays: [...relays, { relayId: 'relay-02', principalId: '30000000-0000-4000-8000-000000000002' }],
    targets: targets.map((one) => (one.name === 'vm-win-01' ? { ...one, relayId: 'relay-02' } : one)),
  };
  stack = await startLocalStack({ guests: 'simulated', fleet: { ...file, fleet } });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

async function connect(
  user: string,
  vm = 'vm-web-01',
  body: object = { mode: 'observer' },
): Promise<ConnectResponse> {
  const answer = await stack.call(user, 'POST', `${serialPortPath(vm)}/connect`, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const sessionOf = async (sessionId: string) =>
  (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;
const end = (sessionId: string) => stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);

/** With which status the upgrade is answered; 101 is let in, and closed again at once. */
function upgrade(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, reliable, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', () => resolve(0));
  });
}

/** Its first frame says what it could come back with. */
async function openViewer(url: string) {
  const wire = await openWire(url, reliable);
  const { connectionId, reconnectionToken } = await wire.nextJson();
  const back = new URL(url);
  back.search = new URLSearchParams({
    awps_connection_id: String(connectionId),
    awps_reconnection_token: String(reconnectionToken),
  }).toString();
  return { wire, connectionId: String(connectionId), recoveryUrl: back.href };
}

const closeCodeOf = async (url: string): Promise<number> => {
  const wire = await openWire(url, reliable);
  return (await wire.closed).code;
};

test('A1 A2 a page that is not ours opens neither hub, however good its URL; ours and none at all do', async () => {
  const { portal } = stack.addresses;
  const { port } = new URL(portal);
  const foreign = [
    'https://evil.example',
    'null',
    `${portal}.evil.example`,
    `${portal}/`,
    portal.toUpperCase(),
    portal.replace('http:', 'https:'),
    `http://localhost:${Number(port) + 1}`,
    `http://127.0.0.1:${port}`,
    `http://sibling.localhost:${port}`,
    `http://localhost\`:${port}`,
    `http://$localhost:${port}`,
    `${portal}, https://evil.example`,
  ];
  const { connectionString, sessionId } = await connect('ops');
  const { body: list } = await stack.call('ops', 'POST', `${bastionPath}/sessions/subscribe`);

  for (const url of [connectionString, list.connectionString]) {
    for (const origin of foreign) expect(await upgrade(url, { origin })).toBe(403);
    const withoutToken = url.split('?')[0];
    for (const origin of [portal, 'https://evil.example'])
      expect(await upgrade(withoutToken, { origin })).toBe(401);
  }
  expect((await sessionOf(sessionId)).state).toBe('Pending');
  expect(await upgrade(connectionString, { origin: portal })).toBe(101);
  expect(await upgrade(list.connectionString, { origin: portal })).toBe(101);
  expect(await upgrade((await connect('ops')).connectionString)).toBe(101);
});

test('A4b what a client adds to its URL and headers changes neither who it is nor which session it has', async () => {
  const other = await connect('owner');
  const { connectionString, sessionId } = await connect('ops');
  const extra = `&sessionId=${other.sessionId}&userId=${other.sessionId}&userId=owner&q=${'x'.repeat(8_000)}`;
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'ce-userid': other.sessionId,
    'ce-type': 'azure.webpubsub.sys.connected',
  };

  const wire = await openWire(connectionString + extra, reliable, headers);

  await eventually(async () => (await sessionOf(sessionId)).state === 'Active');
  expect(await sessionOf(sessionId)).toMatchObject({
    sourceIpAddress: '127.0.0.1',
    userEmail: 'ops@contoso.example',
  });
  expect((await sessionOf(other.sessionId)).state).toBe('Pending');
  wire.socket.close();
});

describe('console tickets', () => {
  test('A10a A10b of twenty browsers with one URL at once one is let in, and none while it is connected', async () => {
    const { connectionString } = await connect('ops');
    const sockets: WebSocket[] = [];
    const open = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(connectionString, reliable);
        sockets.push(socket);
        socket.once('open', () => resolve(101));
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.once('error', () => resolve(0));
      });

    const statuses = await Promise.all(Array.from({ length: 20 }, open));

    expect(statuses.filter((status) => status === 101)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(19);
    expect(await open()).toBe(401);
    for (const socket of sockets) socket.terminate();
  });

  const ends: readonly [string, (opened: { sessionId: string; wire: WireClient }) => Promise<unknown>][] = [
    ['an administrator disconnected it', ({ sessionId }) => end(sessionId)],
    [
      'its person left it',
      async ({ wire }) => wire.send({ type: 'event', event: 'close', ackId: 1, dataType: 'json', data: {} }),
    ],
    [
      'the consoles of the subscription were disabled',
      async () => {
        const scope = bastionPath.split('/resourceGroups')[0];
        const service = `${scope}/providers/Microsoft.SerialConsole/consoleServices/default`;
        await stack.call('owner', 'POST', `${service}/disableConsole`);
        await stack.call('owner', 'POST', `${service}/enableConsole`);
      },
    ],
  ];

  test.each(ends)(
    'A10a A17b after %s neither socket nor recovery nor URL opens a console',
    async (_, how) => {
      const { connectionString, sessionId } = await connect('ops');
      const { wire, recoveryUrl } = await openViewer(connectionString);
      await eventually(async () => (await sessionOf(sessionId)).state === 'Active');
      const startedAt = performance.now();

      await how({ sessionId, wire });
      await wire.closed;
      const closedMs = Math.round(performance.now() - startedAt);

      console.info(`closed after ${closedMs} ms`);
      expect(await closeCodeOf(recoveryUrl)).toBe(1008);
      expect(await upgrade(connectionString)).toBe(401);
      await eventually(async () => (await sessionOf(sessionId)).state === 'Ended');
      const again = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`, { sessionId });
      expect(again.body.error.code).toBe('SessionEnded');
    },
  );

  test('A10a A17b a takeover takes the right to type from the socket, its recovery and its URL', async () => {
    const first = await connect('owner', 'vm-db-01', { takeOver: true });
    const { wire, recoveryUrl } = await openViewer(first.connectionString);
    await eventually(async () => (await sessionOf(first.sessionId)).state === 'Active');

    const second = await connect('ops', 'vm-db-01', { takeOver: true });
    const other = await openViewer(second.connectionString);
    await eventually(async () => (await sessionOf(second.sessionId)).state === 'Active');
    await eventually(async () => (await sessionOf(first.sessionId)).mode === 'observer');

    expect(await ask(wire, { type: 'sendToGroup', group: first.groups.up, dataType: 'json', data: {} })).toBe(
      'Forbidden',
    );
    wire.socket.terminate();
    const back = await openWire(recoveryUrl, reliable).catch(() => undefined);
    if (back !== undefined && back.socket.readyState === WebSocket.OPEN) {
      const answer = await ask(back, {
        type: 'sendToGroup',
        group: first.groups.up,
        dataType: 'json',
        data: {},
      });
      expect(answer).not.toBe('OK');
    }
    expect(await upgrade(first.connectionString)).toBe(401);
    other.wire.socket.close();
    back?.socket.close();
    await end(first.sessionId);
    await end(second.sessionId);
  });

  test('A3b while storage does not answer nobody is let in, and afterwards the same URL is as good as before', async () => {
    const { connectionString } = await connect('ops');

    process.kill(stack.storagePids.tables, 'SIGSTOP');
    const meanwhile = await upgrade(connectionString).finally(() =>
      process.kill(stack.storagePids.tables, 'SIGCONT'),
    );

    expect(meanwhile).toBeGreaterThanOrEqual(400);
    expect(await upgrade(connectionString)).toBe(101);
  });
});

let asked = 0;
/** What the service says to a request: `OK`, or the name of its refusal. */
async function ask(wire: WireClient, frame: object): Promise<string> {
  asked += 1;
  const ackId = asked;
  wire.send({ ...frame, ackId });
  for (;;) {
    const answer = (await wire.nextJson()) as {
      type: string;
      ackId?: number;
      success?: boolean;
      error?: { name: string };
    };
    if (answer.type === 'ack' && answer.ackId === ackId) return answer.error?.name ?? 'OK';
  }
}

test('A6a a client that breaks the rules ends its own connection, and nobody else loses a byte', async () => {
  await using bystander = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01', takeOver: true });
  // Whom the service has no time for it cuts, with no code or any.
  const bad: readonly [string, (socket: WebSocket) => void, number | undefined][] = [
    [
      'more than a mebibyte',
      (socket) => socket.send(`{"type":"ping","pad":"${'x'.repeat(1_048_577)}"}`),
      1009,
    ],
    ['no JSON', (socket) => socket.send('{'), 1007],
    ['deep JSON', (socket) => socket.send('['.repeat(100_000)), 1007],
    ['bytes', (socket) => socket.send(Buffer.alloc(100)), 1003],
    [
      'ten thousand fragments',
      (socket) => {
        for (let index = 0; index < 10_000; index += 1) socket.send('[', { fin: false });
        socket.send(']', { fin: true });
      },
      1007,
    ],
    [
      'a flood of pings',
      (socket) => {
        for (let index = 0; index < 2_000; index += 1) socket.ping();
        socket.send('{');
      },
      undefined,
    ],
  ];
  const before = bystander.text().length;

  for (const [what, attack, code] of bad) {
    const { connectionString, sessionId } = await connect('ops');
    const wire = await openWire(connectionString, reliable);
    attack(wire.socket);
    expect([what, (await wire.closed).code]).toEqual([what, code ?? expect.any(Number)]);
    await end(sessionId);
  }
  bystander.type('\r');
  await eventually(() => bystander.text().length > before);

  expect(bystander.remarks.filter(({ kind }) => kind === 'gap')).toEqual([]);
  expect(bystander.states).not.toContain('reconnecting');
});

test('A13 nothing that a list shows opens anything', async () => {
  const { sessionId } = await connect('owner');
  const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  const { body: one } = await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`);
  const { body: log } = await stack.call('ops', 'GET', `${bastionPath}/auditLogs`);
  const strings = new Set<string>();
  JSON.stringify([body, one, log], (_, value: unknown) => {
    if (typeof value === 'string') strings.add(value);
    return value;
  });
  const hub = `${stack.addresses.webPubSub.replace('http', 'ws')}/client/hubs/console`;

  for (const text of [...strings].slice(0, 200)) {
    const given = encodeURIComponent(text);
    expect(await upgrade(`${hub}?access_token=${given}`)).toBe(401);
    const recovery = `${hub}?awps_connection_id=${given}&awps_reconnection_token=${given}`;
    expect(await closeCodeOf(recovery).catch(() => 401)).not.toBe(101);
  }
  const foreign = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`, { sessionId });
  const unknown = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`, {
    sessionId: sessionId.replace(/^.{9}/, 'zzzzzzzzz'),
  });
  expect(strings.size).toBeGreaterThan(5);
  expect([foreign.body.error.code, unknown.body.error.code]).toEqual(['SessionEnded', 'SessionEnded']);
});

test('A15b a relay reaches neither the routes nor the groups of another', async () => {
  const read = (path: string): string => readFileSync(join(stack.stateFolder, path), 'utf8');
  const secrets: Record<string, string> = JSON.parse(read('identity/relay-secrets.json'));
  const credentials = { endpoint: `${stack.addresses.identity}/token`, scope: 'api://sallyport/.default' };
  const tokens = clientCredentialTokens(
    { ...credentials, clientId: 'relay-01', clientSecret: secrets['relay-01'] ?? '' },
    { fetch, now: Date.now },
  );
  const lease = { holder: read('relay/lease-holder').trim(), process: randomUUID() };
  let fence = 0;
  const call = async (method: string, path: string, body: object = {}) => {
    const response = await fetch(`${stack.addresses.functions}${path}?api-version=2026-11-01`, {
      method,
      headers: {
        authorization: `Bearer ${await tokens.get()}`,
        'content-type': 'application/json',
        'sallyport-lease': `${lease.process}.${fence}`,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const sessionId = 'zzzzzzzzz-0000000000000000-000000000000';

  const foreign = [
    await call('PUT', '/relays/relay-02/lease', lease),
    await call('POST', '/relays/relay-02/connect'),
    await call('PUT', '/relays/relay-02/heartbeat', { connectionId: null, ports: [], sessions: [] }),
    await call('POST', `/relays/relay-02/sessions/${sessionId}/end`, { reason: 'GuestGone' }),
    await call('GET', `/relays/relay-02/sessions/${sessionId}/hostKey`),
    await call('POST', `/relays/relay-02/operations/${randomUUID()}`, { sessions: [] }),
  ];
  // In the place of the real one, with its credential and its lease: as bad as a relay can be.
  const comeBack = stack.relay.holdDown();
  fence = (await call('PUT', '/relays/relay-01/lease', lease)).body.fence;
  const own = await call('POST', '/relays/relay-01/connect');
  const relay = await openWire(own.body.connectionString, reliable);
  const groups = [
    liveGroup(portIdOf(sha256, vmPath('vm-win-01'))),
    downGroup(sessionId),
    upGroup(sessionId),
    'relay-relay-02',
    'live-*',
    '*',
  ];
  const answers: string[] = [];
  for (const group of groups) {
    const data = { kind: 'disconnected', reason: 'GuestGone', text: 'forged' };
    answers.push(await ask(relay, { type: 'sendToGroup', group, dataType: 'json', data }));
    answers.push(await ask(relay, { type: 'joinGroup', group }));
  }
  relay.socket.close();
  await comeBack();

  expect(foreign.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  expect(
    own.body.ports.map(({ targetResourceId }: { targetResourceId: string }) => targetResourceId),
  ).not.toContain(vmPath('vm-win-01'));
  expect([...new Set(answers)]).toEqual(['Forbidden']);
});

test('A37 A6b genuine events that come again, late, or of another connection change nothing', async () => {
  const sample = JSON.parse(
    readFileSync(new URL('../../local.settings.sample.json', import.meta.url), 'utf8'),
  );
  const key = /AccessKey=([^;]+)/.exec(sample.Values.WebPubSubConnectionString)?.[1] ?? '';
  const send = async (
    type: string,
    event: { connectionId: string; userId: string; body?: string; contentType?: string },
  ) => {
    const { connectionId, userId, body = '{}', contentType = 'application/json' } = event;
    const { status } = await fetch(`${stack.addresses.functions}/webpubsub/console`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'ce-type': type,
        'ce-connectionid': connectionId,
        'ce-userid': userId,
        'ce-signature': `sha256=${createHmac('sha256', key).update(connectionId).digest('hex')}`,
      },
      body,
    });
    return status;
  };
  const { connectionString, sessionId } = await connect('ops');
  const { wire, connectionId } = await openViewer(connectionString);
  await eventually(async () => (await sessionOf(sessionId)).state === 'Active');
  const mine = { connectionId, userId: sessionId };

  const statuses = [
    await send('azure.webpubsub.sys.connected', mine),
    await send('azure.webpubsub.sys.disconnected', { connectionId: 'an-earlier-one', userId: sessionId }),
    await send('azure.webpubsub.user.close', { connectionId: 'an-earlier-one', userId: sessionId }),
    await send('azure.webpubsub.sys.dance', mine),
    await send('azure.webpubsub.user.resume', { ...mine, body: '{"kind":"resume","offset":-1}' }),
    await send('azure.webpubsub.user.resume', {
      ...mine,
      body: 'x'.repeat(1_048_577),
      contentType: 'text/plain',
    }),
    await send('azure.webpubsub.sys.connect', { ...mine, body: '['.repeat(100_000) }),
    await send('azure.webpubsub.sys.connect', mine),
  ];
  const alive = await sessionOf(sessionId);
  await end(sessionId);
  const late = [
    await send('azure.webpubsub.sys.connected', mine),
    await send('azure.webpubsub.sys.disconnected', mine),
    await send('azure.webpubsub.sys.disconnected', mine),
  ];

  expect(statuses).toEqual([204, 204, 204, 204, 400, 413, 400, 401]);
  expect(alive.state).toBe('Active');
  expect(late).toEqual([204, 204, 204]);
  expect(await sessionOf(sessionId)).toMatchObject({
    state: 'Ended',
    endReason: 'DisconnectedByAdministrator',
  });
  const { body: log } = await stack.call('owner', 'GET', `${bastionPath}/auditLogs`);
  const own = log.value.filter((row: { sessionId?: string }) => row.sessionId === sessionId);
  const events = own.map(({ event }: { event: string }) => event);
  expect(new Set(events).size).toBe(events.length);
  await wire.closed;
});
