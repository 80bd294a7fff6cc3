import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ConnectResponse } from '../../../shared/contracts/api.ts';
import { encodeInput } from '../../../shared/contracts/frames.ts';
import { badInput } from '../../support/badInput.ts';
import { eventually } from '../../support/eventually.ts';
import { bastionPath, type LocalStack, serialPortPath, startLocalStack } from '../../support/localStack.ts';
import { openPortalConsole } from '../../support/portalConsole.ts';
import { rawRequest } from '../../support/rawRequest.ts';
import { openWire, type WireClient } from '../../support/webPubSub/wireClient.ts';

// What strangers, thieves and broken clients send to the two edges: HTTP and Web PubSub.

let stack: LocalStack;
/** Its socket is gone without a word and nobody recovers it: watched until it is off the list. */
let vanished: string;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
  const { connectionString, sessionId } = await connect('ops', 'vm-db-01');
  const wire = await openWire(connectionString, reliable);
  wire.socket.terminate();
  vanished = sessionId;
});

afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
});

const reliable = 'json.reliable.webpubsub.azure.v1';

async function connect(user: string, vm: string, body: object = {}): Promise<ConnectResponse> {
  return (await stack.call(user, 'POST', `${serialPortPath(vm)}/connect`, body)).body;
}

/** The status with which the WebSocket is answered: 101 is a connection, closed again by `admitted`. */
function upgrade(url: string, admitted: WebSocket[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, reliable);
    socket.once('open', () => {
      admitted.push(socket);
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

const sessionOf = async (sessionId: string) =>
  (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;

test('A10a A10b of ten sockets with one connection string, at once, exactly one is admitted', async () => {
  const { connectionString, sessionId } = await connect('ops', 'vm-win-01');
  const admitted: WebSocket[] = [];

  const statuses = await Promise.all(Array.from({ length: 10 }, () => upgrade(connectionString, admitted)));
  const later = await upgrade(connectionString, admitted);
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
  const afterEnd = await upgrade(connectionString, admitted);

  expect(statuses.toSorted((a, b) => a - b)).toEqual([101, ...Array.from({ length: 9 }, () => 401)]);
  expect([later, afterEnd]).toEqual([401, 401]);
  expect(admitted.length).toBe(1);
});

test('A10a a connection string that was never used is worth nothing after the end of its session', async () => {
  const { connectionString, sessionId } = await connect('ops', 'vm-win-01');
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);

  expect(await upgrade(connectionString, [])).toBe(401);
});

test('A10a a connection string with any claim changed is refused', async () => {
  const { connectionString } = await connect('ops', 'vm-win-01', { mode: 'observer' });
  const url = new URL(connectionString);
  const [header = '', payload = '', signature = ''] = (url.searchParams.get('access_token') ?? '').split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const forge = (changes: object, head = header): string => {
    const body = Buffer.from(JSON.stringify({ ...claims, ...changes })).toString('base64url');
    url.searchParams.set('access_token', `${head}.${body}.${signature}`);
    return url.href;
  };
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');

  const forged = [
    forge({ role: ['webpubsub.sendToGroup'] }),
    forge({ sub: 'relay-relay-01' }),
    forge({ exp: claims.exp + 60 }),
    forge({}, none),
  ];
  expect(await Promise.all(forged.map((one) => upgrade(one, [])))).toEqual([401, 401, 401, 401]);
  expect(await upgrade(connectionString, [])).toBe(101);
});

/** Sends one request and resolves to the name of the error in its ack; undefined when it succeeded. */
async function ask(wire: WireClient, ackId: number, frame: object): Promise<string | undefined> {
  wire.send({ ...frame, ackId });
  for (;;) {
    const answer = (await wire.nextJson()) as { type: string; ackId?: number; error?: { name: string } };
    if (answer.type === 'ack' && answer.ackId === ackId) return answer.error?.name;
  }
}

test('A10d A21a an observer can neither send nor join, and nothing that it sends reaches the guest', async () => {
  await using operator = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const observer = await connect('vmops', 'vm-web-01', { mode: 'observer' });
  await using wire = await openWire(observer.connectionString, reliable);
  const own = Object.values(observer.groups);
  const foreign = Object.values(operator.answers[0]?.groups ?? {});
  const odd = ['relay-relay-01', 'nowhere', 'up-*', '*', 'UP-X', 'up-.', 'up-?', 'live-*'];
  const data = Buffer.from(encodeInput(1, Buffer.from('SNEAKY'))).toString('base64');
  let ackId = 0;

  const results = new Map<string, string | undefined>();
  for (const group of [...own, ...foreign, ...odd]) {
    const sent = { type: 'sendToGroup', group, dataType: 'binary', data };
    results.set(`send ${group}`, await ask(wire, (ackId += 1), sent));
    results.set(
      `wish ${group}`,
      await ask(wire, (ackId += 1), { ...sent, dataType: 'json', data: { kind: 'resume', offset: 0 } }),
    );
    if (!own.includes(group)) {
      results.set(`join ${group}`, await ask(wire, (ackId += 1), { type: 'joinGroup', group }));
    }
  }
  operator.type('allowed');
  await eventually(() => operator.text().includes('allowed'));

  expect([...results].filter(([, error]) => error !== 'Forbidden')).toEqual([]);
  expect(operator.text()).not.toContain('SNEAKY');
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${observer.sessionId}`);
});

test('A17b a viewer that is away while an administrator ends its session learns why, and stays out', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const { sessionId = '' } = console.snapshot();
  await stack.orderFault({ kind: 'refuseUpgrade', on: 'recovery', status: 502 });
  await stack.orderFault({ kind: 'drop', userId: sessionId });
  await eventually(() => console.snapshot().state === 'reconnecting');

  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`, { reason: 'patching' });
  await stack.healWebPubSub();

  await eventually(() => console.snapshot().state === 'disconnected');
  expect(console.snapshot().end).toMatchObject({
    reason: 'DisconnectedByAdministrator',
    text: 'You have been disconnected',
    message: 'patching',
  });
  expect(console.answers.length).toBe(1);
});

test('bad input is answered with a stable code and target, never as a fault of ours', async () => {
  const headers = {
    authorization: `Bearer ${await stack.token('ops')}`,
    'content-type': 'application/json',
  };
  const answers: string[] = [];
  for (const { method, path, body, isChunked } of badInput) {
    const sent = path.replace('?v', '?api-version=2026-11-01');
    const answer = await rawRequest(stack.addresses.functions, {
      method,
      path: sent,
      headers,
      body,
      isChunked,
    });
    const told = [answer.status, answer.code, answer.target].filter((part) => part !== undefined).join(' ');
    answers.push(`${method} ${path} ${String(body)} → ${told}`);
  }

  expect(answers).toEqual(
    badInput.map(({ method, path, body, answer }) => `${method} ${path} ${String(body)} → ${answer}`),
  );
});

test('a viewer that vanished is off the list after the time to recover and one sweep', async () => {
  const listed = async (): Promise<boolean> => {
    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
    return body.value.some((session: { sessionId: string }) => session.sessionId === vanished);
  };

  await eventually(async () => !(await listed()), { timeoutMs: 60_000 });

  expect(await sessionOf(vanished)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});
