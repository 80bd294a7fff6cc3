import type { HttpMethod } from '@azure/functions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { inParallel } from '../../shared/sessions/inParallel.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { resourceGroup, vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';

let plane: ControlPlane;
const other = `${resourceGroup}/providers/Microsoft.Network/bastionHosts/bastion-other`;
const relayPrincipal = '30000000-0000-4000-8000-000000000001';
const console_ = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0/connect`;

beforeAll(async () => {
  const { fleet } = await import('../../infra/local/fleetFile.ts').then(({ readFleetFile }) =>
    readFleetFile(),
  );
  const [hub] = fleet.bastions;
  if (hub === undefined) throw new Error('The fleet has no bastion.');
  const [target] = fleet.targets;
  if (target === undefined) throw new Error('The fleet has no target.');
  const more = Array.from({ length: 60 }, (_, index) => ({
    ...target,
    resourceId: `${target.resourceId}-${index}`,
  }));
  plane = await startControlPlane({
    bastions: [hub, { ...hub, resourceId: other, name: 'bastion-other' }],
    targets: [...fleet.targets, ...more],
  });
});
afterAll(() => plane[Symbol.asyncDispose]());

const aSession = (over: Partial<Session> = {}): Session =>
  sessionOf({
    sessionId: aSessionId(over.bastionId ?? bastion, sha256),
    mode: 'observer',
    connectionId: undefined,
    ...over,
  });
async function given(over: Partial<Session> = {}): Promise<Session> {
  const session = aSession(over);
  await createSessionTable(plane.tables).insert(session);
  return session;
}
const heartbeat = () =>
  plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: 'r1',
    ports: [],
    sessions: [],
  });
async function auditOf(event: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of plane.tables.audit.listEntities()) if (row.event === event) rows.push(row);
  return rows;
}

describe('who may', () => {
  const calls: readonly (readonly [HttpMethod, string])[] = [
    ['GET', `${bastion}/sessions`],
    ['GET', `${bastion}/sessions/anything`],
    ['DELETE', `${bastion}/sessions/anything`],
    ['POST', `${bastion}/getActiveSessions`],
    ['POST', `${bastion}/disconnectActiveSessions`],
    ['GET', bastion],
    ['GET', vm],
    ['GET', `${vm}/instanceView`],
    ['GET', `${vm}/providers/Microsoft.SerialConsole/serialPorts`],
    ['GET', `${vm}/providers/Microsoft.SerialConsole/serialPorts/0`],
    ['GET', `${vm}/providers/Microsoft.Authorization/permissions`],
    ['GET', `${vm}/providers/Microsoft.Authorization/roleAssignments`],
    ['GET', `${vm}/providers/Microsoft.Authorization/roleDefinitions`],
    ['POST', `${vm}/retrieveBootDiagnosticsData`],
    ['POST', console_],
  ];

  test.each(calls)(
    '%s %s answers 403 to an outsider, the same whether it exists or not',
    async (method, path) => {
      const real = await plane.as('outsider', method, path);
      const unreal = await plane.as('outsider', method, path.replace(/hub|web-01/g, 'nowhere'));

      expect([real.status, real.code]).toEqual([403, 'AuthorizationFailed']);
      expect([unreal.status, unreal.code]).toEqual([403, 'AuthorizationFailed']);
    },
  );

  test.each(calls)('%s %s answers 401 without a token, before anything else', async (method, path) => {
    const answer = await plane.send(method, path, {
      apiVersion: null,
      ...(method === 'POST' ? { body: '{' } : {}),
    });

    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  test('whoever may read one machine sees its port, and no machine next to it', async () => {
    const port = (machine: string) => `${machine}/providers/Microsoft.SerialConsole/serialPorts/0`;
    const subscription = vm.slice(0, vm.indexOf('/resourceGroups'));
    const listed = await plane.as(
      'vmops',
      'GET',
      `${subscription}/providers/Microsoft.SerialConsole/serialPorts`,
      { apiVersion: null },
    );

    expect((await plane.as('vmops', 'GET', port(vm))).status).toBe(200);
    expect((await plane.as('vmops', 'GET', port(vm.replace('web', 'db')))).code).toBe('AuthorizationFailed');
    expect((listed.body as { value: { id: string }[] }).value.map(({ id }) => id)).toEqual([port(vm)]);
  });

  test('A15b an encoded instance is judged by the path that it stands for', async () => {
    const sets = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets`;
    const port = 'providers/Microsoft.SerialConsole/serialPorts/0';
    const statusOf = async (user: string, name: string) =>
      (await plane.as(user, 'GET', `${sets}/${name}/${port}`)).status;

    expect(await statusOf('reader', 'vmss-app%2FvirtualMachines%2F1')).toBe(200);
    expect(await statusOf('vmops', 'vmss-app%2FvirtualMachines%2F1')).toBe(403);
    // Neither steps out of the set nor ends up beside it.
    expect(await statusOf('owner', 'vmss-app%2F..%2F..%2FvirtualMachines%2Fvm-web-01')).toBe(403);
    expect(await statusOf('owner', 'vmss-app%2F%2FvirtualMachines%2F1')).toBe(403);
    expect(await statusOf('owner', 'vmss-app')).toBe(404);
  });

  test('a path that nothing is served at is not found, for everybody alike', async () => {
    const path = `${resourceGroup}/providers/Microsoft.Compute/disks/disk-1`;

    for (const user of ['owner', 'outsider']) {
      expect((await plane.as(user, 'GET', path)).code).toBe('ResourceNotFound');
    }
  });

  test('a reader may see a bastion but not its sessions, nor end one', async () => {
    expect((await plane.as('reader', 'GET', bastion)).status).toBe(200);
    expect((await plane.as('reader', 'GET', `${bastion}/sessions`)).code).toBe('AuthorizationFailed');
    expect((await plane.as('reader', 'POST', `${bastion}/disconnectActiveSessions`)).code).toBe(
      'AuthorizationFailed',
    );
  });

  test('an attempt that was refused is in the audit log with its caller and address', async () => {
    await plane.as('outsider', 'POST', console_, {
      headers: { 'x-forwarded-for': '9.9.9.9, 203.0.113.9:1' },
    });

    expect(await auditOf('refused')).toContainEqual(
      expect.objectContaining({
        userName: 'outsider@contoso.example',
        sourceIpAddress: '203.0.113.9',
        scope: vm,
        outcome: 'Failure',
      }),
    );
  });

  test('console rights alone, without the keys of the boot diagnostics account, open nothing', async () => {
    expect((await plane.as('console-only', 'POST', console_)).code).toBe('AuthorizationFailed');
  });

  test('a relay is believed as itself and as no other, and a person never', async () => {
    expect((await heartbeat()).status).toBe(200);
    const body = { connectionId: null, ports: [], sessions: [] };
    const stranger = '30000000-0000-4000-8000-000000000099';
    expect((await plane.asRelay(stranger, 'PUT', '/relays/relay-01/heartbeat', body)).status).toBe(403);
    expect((await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-02/heartbeat', body)).status).toBe(403);
    expect((await plane.as('owner', 'PUT', '/relays/relay-01/heartbeat', { body })).status).toBe(403);
  });
});

describe('lists', () => {
  const subscription = bastion.split('/resourceGroups')[0];
  const list = (user: string, type: string) => plane.as(user, 'GET', `${subscription}/providers/${type}`);

  test('a list shows what the caller may read, and refuses only who has no role there at all', async () => {
    const machines = await list('vmops', 'Microsoft.Compute/virtualMachines');
    const scaleSets = await list('vmops', 'Microsoft.Compute/virtualMachineScaleSets');
    const refused = await list('outsider', 'Microsoft.Compute/virtualMachines');

    expect((machines.body as { value: { name: string }[] }).value.map(({ name }) => name)).toEqual([
      'vm-web-01',
    ]);
    expect([scaleSets.status, scaleSets.body]).toEqual([200, { value: [] }]);
    expect([refused.status, refused.code]).toEqual([403, 'AuthorizationFailed']);
  });
});

describe('heartbeats', () => {
  const beat = (connectionId: string, serves: readonly string[] = []) =>
    plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', {
      connectionId,
      ports: [],
      sessions: serves.map((sessionId) => ({ sessionId, lastActivityTime: new Date().toISOString() })),
    });
  const linkedTo = (connectionId: string, sessionId: string): boolean =>
    plane.hub.requests.includes(`PUT groups/up-${sessionId}/connections/${connectionId}`);

  test('sessions that the relay does not serve yet are linked to its connection and named in the answer', async () => {
    const { sessionId } = await given();
    await beat('r1', [sessionId]);
    plane.hub.requests.length = 0;

    const { body } = await beat('r1');

    expect(body).toMatchObject({
      sessions: expect.arrayContaining([expect.objectContaining({ sessionId })]),
    });
    expect(linkedTo('r1', sessionId)).toBe(true);
    plane.hub.requests.length = 0;
    await beat('r1', [sessionId]);
    expect(linkedTo('r1', sessionId)).toBe(false);
  });

  test('a relay hears of machines that have come to it or gone from it since', async () => {
    const named = async (portIds: readonly string[], unheldPorts: readonly (string | undefined)[] = []) => {
      const ports = portIds.map((portId) => ({ portId, power: 'running', endOffset: 0 }));
      const beat = { connectionId: 'r1', ports, sessions: [], unheldPorts };
      return (await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', beat)).body;
    };
    const { ports } = (await named([])) as { ports: { portId: string; targetResourceId: string }[] };
    const [first, ...others] = ports.map(({ portId }) => portId);

    const changed = await named([...others, 'of-another']);

    expect(changed).toMatchObject({ ports: [{ portId: first }], lostPorts: ['of-another'] });
    expect(await named(ports.map(({ portId }) => portId))).not.toHaveProperty('ports');
    // Once it has said that it does not hold one, it is told no more of it, until that is another relay's.
    const unheld = await named(others, [first, 'of-another']);
    expect(unheld).not.toHaveProperty('ports');
    expect(unheld).toMatchObject({ lostPorts: ['of-another'] });
  });

  test('a new connection of a relay is linked to every session, served or not, until that has worked', async () => {
    const { sessionId } = await given();
    await beat('r2', [sessionId]);
    plane.hub.state.down = true;
    expect((await beat('r3', [sessionId])).status).toBe(503);
    plane.hub.state.down = false;
    plane.hub.requests.length = 0;

    expect((await beat('r3', [sessionId])).status).toBe(200);

    expect(linkedTo('r3', sessionId)).toBe(true);
    expect(await plane.tables.relays.getEntity('relay', 'relay-01')).toMatchObject({
      json0: expect.stringContaining('"connectionId":"r3"'),
    });
  });

  test('the URL of a relay with many ports and sessions stays short; the first heartbeat links the rest', async () => {
    const sessions = await inParallel(Array.from({ length: 60 }), () => given());

    const { body } = await plane.asRelay(relayPrincipal, 'POST', '/relays/relay-01/connect');

    const answer = body as { connectionString: string; sessions: unknown[]; ports: unknown[] };
    expect(answer.connectionString.length).toBeLessThan(8_000);
    expect(answer.sessions.length).toBeGreaterThanOrEqual(60);
    expect(answer.ports.length).toBe(65);
    plane.hub.requests.length = 0;
    await beat('r4');
    expect(sessions.every(({ sessionId }) => linkedTo('r4', sessionId))).toBe(true);
    const links = plane.hub.requests.filter((one) => one.startsWith('PUT groups/')).length;
    const grants = plane.hub.requests.filter((one) => one.startsWith('PUT permissions/')).length;
    // To answer the session, and to write to its port: nothing for the 64 ports that nobody watches.
    expect(grants).toBe(2 * links);
    const sessionIds = sessions.map(({ sessionId }) => sessionId);
    await plane.as('ops', 'POST', `${bastion}/disconnectActiveSessions`, { body: { sessionIds } });
  });

  test('a port that its last viewer left costs its relay no right any more, one that is watched keeps its own', async () => {
    const { sessionId, portId } = await given();
    await beat('r5', [sessionId]);
    plane.hub.requests.length = 0;
    const lastActivityTime = new Date().toISOString();

    const { status } = await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', {
      connectionId: 'r5',
      ports: [],
      sessions: [{ sessionId, lastActivityTime }],
      leftPorts: ['left', portId],
    });

    expect(status).toBe(200);
    const changed = plane.hub.requests.filter((one) => / permissions\//.test(one));
    expect(changed.filter((one) => one.startsWith('DELETE'))).toEqual([
      expect.stringContaining('connections/r5'),
    ]);
    expect(changed.some((one) => one.startsWith('PUT'))).toBe(true);
    await plane.as('ops', 'DELETE', `${bastion}/sessions/${sessionId}`);
  });

  test('a heartbeat counts even when the hub is down', async () => {
    const { sessionId } = await given();
    const heartbeatTime = async () =>
      (await plane.tables.relays.getEntity('relay', 'relay-01')).heartbeatTime;
    await heartbeat();
    const before = await heartbeatTime();
    plane.hub.state.down = true;
    try {
      expect((await heartbeat()).code).toBe('MessagingUnavailable');
    } finally {
      plane.hub.state.down = false;
    }

    expect(Number(await heartbeatTime())).toBeGreaterThanOrEqual(Number(before));
    expect(await heartbeatTime()).not.toBe(before);
    await plane.as('ops', 'DELETE', `${bastion}/sessions/${sessionId}`);
  });
});

describe('listing', () => {
  test('pages follow each other to the end, and the link keeps the api-version', async () => {
    const sessions = [await given(), await given(), await given()];

    const seen: string[] = [];
    for (let path = `${bastion}/sessions?$top=2`; ; ) {
      const { status, body } = await plane.as('ops', 'GET', path, { apiVersion: '2025-05-01' });
      expect(status).toBe(200);
      const { value, nextLink } = body as { value: { sessionId: string }[]; nextLink?: string };
      seen.push(...value.map(({ sessionId }) => sessionId));
      if (nextLink === undefined) break;
      expect(nextLink).toMatch(/^\/subscriptions\/.*api-version=2025-05-01/);
      path = nextLink;
    }

    expect(seen).toEqual(expect.arrayContaining(sessions.map(({ sessionId }) => sessionId)));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('more than a thousand sessions are all there, a thousand at a time', async () => {
    const at = other;
    await inParallel(Array.from({ length: 1_003 }), () => given({ bastionId: at }));

    const first = (await plane.as('ops', 'GET', `${at}/sessions`)).body as {
      value: unknown[];
      nextLink: string;
    };
    const second = (await plane.as('ops', 'GET', first.nextLink)).body as { value: unknown[] };

    expect([first.value.length, second.value.length]).toEqual([1_000, 3]);
    expect(second).not.toHaveProperty('nextLink');
  });

  test.each(['x', "z' or '1' eq '1", '..%2F', 'a#b', '%00', '0'.repeat(65), aSessionId(other, sha256)])(
    'a $skipToken that was not issued for this list (%j) is an invalid request',
    async (token) => {
      const { status, code } = await plane.as(
        'ops',
        'GET',
        `${bastion}/sessions?$skipToken=${encodeURIComponent(token)}`,
      );

      expect([status, code]).toEqual([400, 'InvalidRequest']);
    },
  );

  test('ids of a bastion compare as in ARM', async () => {
    const { sessionId } = await given();

    const { status, body } = await plane.as('ops', 'GET', `${bastion.toUpperCase()}/SESSIONS/${sessionId}`);

    expect([status, (body as { sessionId: string }).sessionId]).toEqual([200, sessionId]);
  });

  test('A13 no row holds a ticket, a connection or a hash', async () => {
    await given({ ticketHash: 'recognisable-hash', connectionId: 'recognisable-connection' });

    const { body } = await plane.as('ops', 'GET', `${bastion}/sessions`);

    expect(JSON.stringify(body)).not.toContain('recognisable');
  });

  test('a bastion that is not there is 404 for who might see it', async () => {
    const answer = await plane.as('ops', 'GET', `${bastion}-x/sessions`);

    expect([answer.status, answer.code]).toEqual([404, 'ResourceNotFound']);
  });

  test('without an api-version, or with nonsense for one, it is ARM who answers', async () => {
    const missing = await plane.as('ops', 'GET', `${bastion}/sessions`, { apiVersion: null });
    const wrong = await plane.as('ops', 'GET', `${bastion}/sessions`, { apiVersion: 'latest' });

    expect([missing.code, wrong.code]).toEqual(['MissingApiVersionParameter', 'InvalidApiVersionParameter']);
  });
});

describe('disconnecting', () => {
  test('DELETE ends a session and shows it, again is 204, and the administrator is in the log', async () => {
    const { sessionId } = await given();
    const path = `${bastion}/sessions/${sessionId}`;

    const first = await plane.as('ops', 'DELETE', path, {
      body: { reason: 'patching' },
      headers: { 'x-forwarded-for': '198.51.100.9' },
    });
    const again = await plane.as('ops', 'DELETE', path);

    expect(first).toMatchObject({
      status: 200,
      body: {
        sessionId,
        state: 'Ended',
        endReason: 'DisconnectedByAdministrator',
        endedBy: 'Oscar Ops',
        endMessage: 'patching',
        allowedActions: [],
      },
    });
    expect([again.status, again.body]).toEqual([204, undefined]);
    expect((await plane.as('ops', 'GET', path)).body).toMatchObject({ state: 'Ended' });
    const audited = (await auditOf('disconnect')).filter((row) => row.sessionId === sessionId);
    expect(audited).toMatchObject([{ userName: 'ops@contoso.example', sourceIpAddress: '198.51.100.9' }]);
  });

  test.each(['x', 'a%23b', 'a%3Fb', '%00', 'z'.repeat(1_500), "'"])(
    'A26 the session id %s is 404, never a fault',
    async (id) => {
      for (const method of ['GET', 'DELETE'] as const) {
        const answer = await plane.as('ops', method, `${bastion}/sessions/${id}`);
        expect([answer.status, answer.code]).toEqual([404, 'SessionNotFound']);
      }
    },
  );

  test('A15a a session of another bastion answers exactly as one that never was', async () => {
    const foreign = await given({ bastionId: other });
    const ids = [foreign.sessionId, aSessionId(bastion, sha256)];

    for (const method of ['GET', 'DELETE'] as const) {
      const answers = await Promise.all(
        ids.map((id) => plane.as('ops', method, `${bastion}/sessions/${id}`)),
      );
      expect(answers[0]?.body).toEqual(answers[1]?.body);
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    }
    const set = await plane.as('ops', 'POST', `${bastion}/disconnectActiveSessions`, {
      body: { sessionIds: ids },
    });
    const { value } = set.body as { value: { state: string }[] };
    expect(value.map(({ state }) => state)).toEqual(['NotFound', 'NotFound']);
  });

  test.each(['null', '[]', '{', '{"sessionIds":"x"}', '{"sessionIds":[1]}', '{"sessionIds":[null]}', '{}'])(
    'the body %s is an invalid request',
    async (body) => {
      const answer = await plane.as('ops', 'POST', `${bastion}/disconnectActiveSessions`, { body });

      expect([answer.status, answer.code]).toEqual([400, 'InvalidRequest']);
    },
  );

  test('a hub that is down makes a row Failed and a single disconnect 503, and neither undecided', async () => {
    const [one, two] = [await given({ connectionId: 'c1' }), await given({ connectionId: 'c2' })];
    plane.hub.state.down = true;
    try {
      const set = await plane.as('ops', 'POST', `${bastion}/disconnectActiveSessions`, {
        body: { sessionIds: [one.sessionId] },
      });
      const single = await plane.as('ops', 'DELETE', `${bastion}/sessions/${two.sessionId}`);
      expect(set).toMatchObject({ status: 200, body: { value: [{ state: 'Failed' }] } });
      expect([single.status, single.code, single.headers['retry-after']]).toEqual([
        503,
        'MessagingUnavailable',
        '2',
      ]);
    } finally {
      plane.hub.state.down = false;
    }
    const answer = await plane.as('ops', 'DELETE', `${bastion}/sessions/${two.sessionId}`);
    expect([answer.status, (answer.body as { state: string }).state]).toEqual([200, 'Ended']);
  });
});

describe('consoles', () => {
  const ticketOf = (body: unknown): string => {
    const { connectionString } = body as { connectionString: string };
    const token = new URL(connectionString).searchParams.get('access_token') ?? '';
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string;
    };
    return sub;
  };
  const admit = (userId: string, connectionId: string, origin?: string) =>
    plane.event('azure.webpubsub.sys.connect', {
      userId,
      connectionId,
      body: origin === undefined ? {} : { headers: { Origin: [origin] } },
    });

  test('A10b of 20 connect events for one URL exactly one is let in; a busy port is 409; taken over it watches', async () => {
    await heartbeat();
    const opened = await plane.as('ops', 'POST', console_);
    expect(opened.status).toBe(200);
    const { sessionId } = opened.body as { sessionId: string };
    const userId = ticketOf(opened.body);

    const foreign = await admit(userId, 'c0', 'https://evil.example');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => admit(userId, `c${index}`)));

    expect(foreign.status).toBe(403);
    expect(answers.filter(({ status }) => status === 200)).toMatchObject([{ body: { userId: sessionId } }]);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
    const busy = await plane.as('owner', 'POST', console_);
    expect([busy.status, busy.code]).toEqual([409, 'SerialPortBusy']);
    expect(busy.body).toMatchObject({
      error: { additionalInfo: [{ type: 'SerialPortOperator', info: { name: 'Oscar Ops' } }] },
    });
    const taken = await plane.as('owner', 'POST', console_, { body: { takeOver: true } });
    expect(taken.status).toBe(200);
    expect((await plane.as('ops', 'GET', `${bastion}/sessions/${sessionId}`)).body).toMatchObject({
      state: 'Pending',
      mode: 'observer',
    });
    const back = await plane.as('ops', 'POST', console_, { body: { sessionId } });
    expect([back.status, back.body]).toMatchObject([200, { sessionId, mode: 'observer' }]);
  });

  test('a console of a machine that is off is refused, and told to start it', async () => {
    const off = { portId: portIdOf(sha256, vm), power: 'stopped', endOffset: 0 };
    await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', {
      connectionId: 'r1',
      ports: [off],
      sessions: [],
    });

    const refused = await plane.as('ops', 'POST', console_);

    expect([refused.status, refused.code]).toEqual([409, 'VirtualMachineNotRunning']);
    await heartbeat();
  });

  test.each([
    [{ mode: 'root' }, 'mode'],
    [{ resumeOffset: '1' }, 'resumeOffset'],
    ['null', 'body'],
  ])('the body %j is refused by name', async (body, target) => {
    await heartbeat();

    expect((await plane.as('ops', 'POST', console_, { body })).body).toMatchObject({
      error: { code: 'InvalidRequest', target },
    });
  });

  test('A36 an event without the right signature changes nothing', async () => {
    const { status } = await plane.send('POST', '/webpubsub/console', {
      apiVersion: null,
      body: {},
      headers: {
        'ce-type': 'azure.webpubsub.sys.connect',
        'ce-connectionid': 'c1',
        'ce-signature': 'sha256=00',
      },
    });

    expect(status).toBe(401);
  });

  test('A38 the handshake is answered for the own service and the own hub only', async () => {
    const ask = (hub: string, origin: string) =>
      plane.send('OPTIONS', `/webpubsub/${hub}`, {
        apiVersion: null,
        headers: { 'webhook-request-origin': origin },
      });
    const own = new URL(plane.hub.url).host;

    expect((await ask('console', own)).headers).toMatchObject({ 'webhook-allowed-origin': own });
    expect((await ask('console', 'evil.example')).status).toBe(400);
    expect((await ask('elsewhere', own)).status).toBe(400);
  });

  test.each(['{', 'null', '[]', '{"headers":1}', '{"headers":{"origin":"https://portal.example"}}'])(
    'A6b the connect event %s lets nobody in and is no fault',
    async (body) => {
      const answer = await plane.event('azure.webpubsub.sys.connect', {
        userId: 'x.y',
        connectionId: 'c1',
        body,
      });

      expect(answer.status).toBe(400);
    },
  );

  test('A10a the ticket is in no table', async () => {
    await heartbeat();
    const opened = await plane.as('ops', 'POST', console_, { body: { mode: 'observer' } });
    const [, ticket = ''] = ticketOf(opened.body).split('.');
    expect(ticket).toHaveLength(48);

    for (const table of Object.values(plane.tables)) {
      for await (const row of table.listEntities()) expect(JSON.stringify(row)).not.toContain(ticket);
    }
  });
});
