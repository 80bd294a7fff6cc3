import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  anyGroup,
  type JoinedClient,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, refusalOf, type WireClient } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  await service.heal();
  await service.rest('chat').closeAllConnections();
});

async function outcomes(client: WireClient, requests: readonly object[]): Promise<unknown[]> {
  for (const [index, request] of requests.entries()) client.send({ ackId: index + 1, ...request });
  const names: unknown[] = [];
  while (names.length < requests.length) {
    const frame = (await client.nextJson()) as { type: string; success: boolean; error?: { name: string } };
    if (frame.type === 'ack') names.push(frame.success ? 'ok' : frame.error?.name);
  }
  return names;
}

const join = (group: string) => ({ type: 'joinGroup', group });
const leave = (group: string) => ({ type: 'leaveGroup', group });
const send = (group: string) => ({ type: 'sendToGroup', group, data: 1 });

describe('roles', () => {
  const all = [join('a'), leave('a'), send('a')];
  test.each<[string, string[], object[], string[]]>([
    ['none', [], all, ['Forbidden', 'Forbidden', 'Forbidden']],
    ['joining', ['webpubsub.joinLeaveGroup'], all, ['ok', 'ok', 'Forbidden']],
    ['sending', ['webpubsub.sendToGroup'], all, ['Forbidden', 'Forbidden', 'ok']],
    [
      'one group',
      ['webpubsub.joinLeaveGroup.a'],
      [join('a'), join('b'), join('A')],
      ['ok', 'Forbidden', 'Forbidden'],
    ],
    ['a group with dots', ['webpubsub.sendToGroup.a.b.c'], [send('a.b.c'), send('a.b')], ['ok', 'Forbidden']],
    ['a literal star', ['webpubsub.sendToGroup.*'], [send('*'), send('a')], ['ok', 'Forbidden']],
    [
      'one star',
      ['webpubsub.sendToGroups.a.*'],
      [send('a.b'), send('a.'), send('a.b.c')],
      ['ok', 'ok', 'Forbidden'],
    ],
    ['two stars', ['webpubsub.sendToGroups.a.**'], [send('a.b.c'), send('b.a.c')], ['ok', 'Forbidden']],
    [
      'a question mark',
      ['webpubsub.sendToGroups.a?'],
      [send('ab'), send('a.'), send('a')],
      ['ok', 'Forbidden', 'Forbidden'],
    ],
    ['an escaped star', ['webpubsub.sendToGroups.a\\*'], [send('a*'), send('ab')], ['ok', 'Forbidden']],
    ['case', ['webpubsub.sendToGroups.A*'], [send('Ab'), send('ab')], ['ok', 'Forbidden']],
    ['five stars', ['webpubsub.sendToGroups.*a*b*c*d*'], [send('1a2b3c4d5')], ['ok']],
    ['six stars', ['webpubsub.sendToGroups.*a*b*c*d*e*'], [send('1a2b3c4d5e6')], ['Forbidden']],
    [
      'something else',
      ['admin', 'webpubsub.sendToGroupX', 'webpubsub.'],
      all,
      ['Forbidden', 'Forbidden', 'Forbidden'],
    ],
  ])('%s', async (_name, roles, requests, expected) => {
    await using client = await service.join(json, { roles });

    expect(await outcomes(client, requests)).toEqual(expected);
  });

  test('groups of the token need no role, and are heard at once', async () => {
    await using client = await service.join(json, { groups: ['x', 'y'] });

    await service.rest('chat').group('y').sendToAll('in', { contentType: 'text/plain' });

    expect(await client.nextJson()).toMatchObject({ group: 'y', data: 'in' });
  });
});

describe('acks', () => {
  test('a thousand ids are remembered, the oldest goes first', async () => {
    await using client = await service.join(json, { roles: anyGroup });
    await outcomes(
      client,
      Array.from({ length: 1_000 }, () => join('g')),
    );

    expect(await outcomes(client, [{ ...join('g'), ackId: 1 }])).toEqual(['Duplicate']);
    expect(await outcomes(client, [{ ...join('g'), ackId: 1_001 }])).toEqual(['ok']);
    expect(
      await outcomes(client, [
        { ...join('g'), ackId: 2 },
        { ...join('g'), ackId: 1 },
      ]),
    ).toEqual(['Duplicate', 'ok']);
  });

  test('a failed id may be tried again, and succeeds when it may', async () => {
    await using client = await service.join(json);
    const request = { ...send('g'), ackId: 7 };
    const before = await outcomes(client, [request, request]);

    await service.rest('chat').grantPermission(client.connectionId, 'sendToGroup', { targetName: 'g' });

    expect(before).toEqual(['Forbidden', 'Forbidden']);
    expect(await outcomes(client, [request, request])).toEqual(['ok', 'Duplicate']);
  });

  test('without an id nothing is answered, not even a refusal', async () => {
    await using client = await service.join(json);

    for (const request of [join('g'), send('g'), { type: 'event', event: 'e', data: 1 }, { type: 'ping' }])
      client.send(request);

    expect(await client.next()).toBe('{"type":"pong"}');
  });

  test.each(['-1', '1.5', '"1"', '18446744073709551616', 'true'])(
    'the id %s closes the socket',
    async (ackId) => {
      await using client = await service.join(json, { roles: anyGroup });

      client.send(`{"type":"joinGroup","group":"g","ackId":${ackId}}`);

      expect((await client.closed).code).toBe(1007);
    },
  );
});

describe('frames that are not allowed', () => {
  const metadata = (pairs: object) => ({ ...send('g'), metadata: pairs });
  test.each<[string, object | string]>([
    ['a group of spaces', join('  ')],
    ['an empty group', join('')],
    ['a group that is too long', join('g'.repeat(1_025))],
    ['an event with a capital digit', { type: 'event', event: '1e', data: 1 }],
    ['an event that is too long', { type: 'event', event: 'e'.repeat(129), data: 1 }],
    ['an event with a space', { type: 'event', event: 'a b', data: 1 }],
    ['no data', { type: 'sendToGroup', group: 'g' }],
    ['an unknown type of data', { ...send('g'), dataType: 'xml' }],
    ['a time to live that is too long', { ...send('g'), ttlSeconds: 301 }],
    ['a time to live in text', { ...send('g'), ttlSeconds: '1' }],
    ['an echo that is no boolean', { ...send('g'), noEcho: 'true' }],
    ['metadata that is no object', metadata(['a'])],
    ['metadata with a number', metadata({ a: 1 })],
    ['a metadata key with a space', metadata({ 'a b': '1' })],
    ['a metadata key that is empty', metadata({ '': '1' })],
    ['a metadata key that is too long', metadata({ ['k'.repeat(257)]: '1' })],
    ['a metadata value that is too long', metadata({ k: 'v'.repeat(1_025) })],
    ['a metadata value beyond ASCII', metadata({ k: 'é' })],
    [
      'too much metadata',
      metadata(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, 'v'.repeat(1_000)]))),
    ],
    ['an acknowledgement of nothing', { type: 'sequenceAck' }],
    ['an invocation', { type: 'invoke', invocationId: '1', target: 'event', event: 'e' }],
    ['a state', { type: 'setGroupState', group: 'g' }],
    ['no type', {}],
    ['an empty frame', ' '],
  ])('%s', async (_name, frame) => {
    await using client = await service.join(reliable, { roles: anyGroup });

    client.send(frame);

    expect((await client.closed).code).toBe(1007);
  });

  test('what is just allowed is', async () => {
    await using client = await service.join(json, { roles: anyGroup });
    const full = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`k${i}`, 'v'.repeat(1_000)]));

    expect(
      await outcomes(client, [
        join('g'.repeat(1_024)),
        { ...send('g'), ttlSeconds: 300, metadata: full },
        { type: 'sendToGroup', group: 'g', metadata: { "!#$%&'*+-.^_`|~": '' } },
        { type: 'SENDTOGROUP', group: 'g', dataType: 'TEXT', data: '' },
        { ...send('g'), unknown: true },
      ]),
    ).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });
});

describe('ends', () => {
  const isGone = async (): Promise<boolean> => (await service.connections()).length === 0;
  const state = async (): Promise<unknown> => (await service.connections())[0]?.state;

  test.each([1000, 1001, 3000])('a plain client that closes with %i is gone', async (code) => {
    await using client = await service.join(json);

    client.socket.close(code, 'bye');
    await client.closed;

    await eventually(isGone);
  });

  test('a reliable client that closes with 1000 is gone', async () => {
    await using client = await service.join(reliable);

    client.socket.close(1000);
    await client.closed;

    await eventually(isGone);
  });

  test.each([
    ['1001', (client: JoinedClient) => client.socket.close(1001)],
    ['1005', (client: JoinedClient) => client.socket.close()],
    ['1006', (client: JoinedClient) => client.socket.terminate()],
    ['4000', (client: JoinedClient) => client.socket.close(4000)],
  ])('a reliable client that ends with %s may come back', async (_name, leaveNow) => {
    await using client = await service.join(reliable, { groups: ['g'] });

    leaveNow(client);
    await eventually(async () => (await state()) === 'detached');

    expect(await service.rest('chat').groupExists('g')).toBe(true);
  });

  test.each([
    [json, ''],
    [reliable, 'gone'],
  ])('a client of %s that is closed is told and cannot come back', async (subprotocol, reason) => {
    await using client = await service.join(subprotocol);

    await service.rest('chat').closeAllConnections(reason === '' ? {} : { reason });

    const tail = reason === '' ? '' : ` Reason: ${reason}`;
    expect(await client.next()).toBe(
      `{"type":"system","event":"disconnected","message":"Application server closed the connection.${tail}"}`,
    );
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
    expect(await service.connections()).toEqual([]);
  });
});

describe('subprotocols', () => {
  const recover = (
    { connectionId, reconnectionToken }: JoinedClient,
    offered: string[],
  ): Promise<WireClient> => {
    const query = new URLSearchParams({
      awps_connection_id: connectionId,
      awps_reconnection_token: reconnectionToken,
    });
    return openWire(`ws://localhost:${service.port}/client/hubs/CHAT?${query.toString()}`, offered);
  };

  test('names have no case', async () => {
    await using client = await openWire(await service.url('chat'), json.toUpperCase());

    expect(await client.nextJson()).toMatchObject({ event: 'connected' });
  });

  test('to come back a client may offer others beside its own', async () => {
    await using client = await service.join(reliable);
    client.socket.terminate();

    await using back = await recover(client, [json, reliable]);
    await service.rest('chat').sendToAll('x', { contentType: 'text/plain' });

    expect(back.subprotocol).toBe(reliable);
    expect(await back.nextJson()).toMatchObject({ sequenceId: 1, data: 'x' });
  });

  test.each([[['mine']], [[]], [[json]]])(
    'who offers %j on a recovery hears 1008, not an HTTP error',
    async (offered) => {
      await using client = await service.join(reliable);

      await using back = await recover(client, offered);

      expect((await back.closed).code).toBe(1008);
    },
  );
});

describe('raw clients', () => {
  test.each([
    ['&webpubsub_mode=', 101],
    ['&webpubsub_mode=SendEvent&noEcho=whatever&group=%20', 101],
    ['&webpubsub_mode=sendToGroup&group=g', 101],
    ['&webpubsub_mode=nonsense&webpubsub_mode=sendToGroup&group=g&noEcho=TRUE', 101],
    ['&webpubsub_mode=sendToGroup&webpubsub_mode=nonsense&group=g', 400],
    ['&webpubsub_mode=sendToGroup', 400],
    [`&webpubsub_mode=sendToGroup&group=${'g'.repeat(1_025)}`, 400],
    ['&webpubsub_mode=sendToGroup&group=g&noEcho=1', 400],
  ])('%s: %i', async (query, status) => {
    expect(await refusalOf((await service.url('chat')) + query)).toBe(status);
  });

  test('a client with a subprotocol is not raw, whatever its query', async () => {
    expect(await refusalOf(`${await service.url('chat')}&webpubsub_mode=nonsense`, json)).toBe(101);
  });

  test('who sends to a group is not in it', async () => {
    await using raw = await openWire(
      `${await service.url('chat', { roles: anyGroup })}&webpubsub_mode=sendToGroup&group=g`,
    );
    await using reader = await service.join(json, { groups: ['g'] });

    raw.send('x');

    expect(await reader.nextJson()).toMatchObject({ data: 'x' });
    expect(raw.unread).toEqual([]);
  });
});

test('a client may be in ten thousand groups', async () => {
  await using client = await service.join(json, { roles: anyGroup });
  const groups = Array.from({ length: 10_000 }, (_, i) => `group.${i}`);

  for (const group of groups) client.send(join(group));
  expect(await outcomes(client, [send('group.9999'), leave('group.0')])).toEqual(['ok', 'ok']);
  client.socket.terminate();
  await eventually(async () => (await service.connections()).length === 0);

  expect(await service.rest('chat').groupExists('group.5000')).toBe(false);
});
