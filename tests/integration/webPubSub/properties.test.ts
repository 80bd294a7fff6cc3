import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, type WireClient } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

test('messages of each sender arrive complete and in order, however senders interleave', async () => {
  const plan = fc.array(fc.record({ sender: fc.nat(2), size: fc.integer({ min: 1, max: 5_000 }) }), {
    minLength: 1,
    maxLength: 40,
  });

  await fc.assert(
    fc.asyncProperty(plan, async (sends) => {
      await using receiver = await service.join(json, { groups: ['order'] });
      const senders = await Promise.all([0, 1, 2].map(() => service.join(json, { roles: anyGroup })));
      for (const [index, { sender, size }] of sends.entries()) {
        const data = { sender, index, pad: 'x'.repeat(size) };
        senders[sender]?.send({ type: 'sendToGroup', group: 'order', data });
      }
      const bySender: number[][] = [[], [], []];
      for (const _send of sends) {
        const { data } = (await receiver.nextJson()) as { data: { sender: number; index: number } };
        bySender[data.sender]?.push(data.index);
      }
      await Promise.all(senders.map((sender) => sender[Symbol.asyncDispose]()));

      const expected = [0, 1, 2].map((sender) => indexesOf(sends, sender));
      expect(bySender).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

const indexesOf = (sends: readonly { sender: number }[], sender: number): number[] =>
  [...sends.entries()].filter(([, send]) => send.sender === sender).map(([index]) => index);

type Step = { readonly kind: 'send' | 'read' | 'ack' | 'clientDrop' | 'serverDrop' | 'takeOver' };
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ kind: 'send' }) },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'read' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'ack' }) },
  fc.constantFrom<Step>({ kind: 'clientDrop' }, { kind: 'serverDrop' }, { kind: 'takeOver' }),
);

test('a reliable client gets every message once and in order under any drops and recoveries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const sent = await run(steps);

      expect(sent.received).toEqual(Array.from({ length: sent.count }, (_, i) => i));
    }),
    { numRuns: 40 },
  );
});

/** A client as the specification has it: it drops what it knows and acknowledges what it saw. */
async function run(steps: readonly Step[]): Promise<{ count: number; received: unknown[] }> {
  await using first = await service.join(reliable, { groups: ['g'] });
  const { connectionId, reconnectionToken } = first;
  const query = `awps_connection_id=${connectionId}&awps_reconnection_token=${reconnectionToken}`;
  const recover = () =>
    openWire(`${service.endpoint.replace('http', 'ws')}/client/hubs/chat?${query}`, reliable);
  let client: WireClient = first;
  let [count, lastSeen] = [0, 0];
  const received: unknown[] = [];

  const read = async (): Promise<void> => {
    const { sequenceId, data } = (await client.nextJson()) as { sequenceId: number; data: unknown };
    if (sequenceId <= lastSeen) return;
    expect(sequenceId).toBe(lastSeen + 1);
    lastSeen = sequenceId;
    received.push(data);
  };
  for (const { kind } of steps) {
    if (kind === 'send') await service.rest('chat').group('g').sendToAll(count++);
    if (kind === 'read' && client.unread.length > 0) await read();
    if (kind === 'ack') client.send({ type: 'sequenceAck', sequenceId: lastSeen });
    if (kind === 'clientDrop') client.socket.terminate();
    if (kind === 'serverDrop') await service.order({ kind: 'drop', connectionId });
    if (kind === 'clientDrop' || kind === 'serverDrop') await client.closed;
    if (kind === 'clientDrop' || kind === 'serverDrop' || kind === 'takeOver') client = await recover();
  }
  while (received.length < count) await read();
  await client[Symbol.asyncDispose]();
  await service.order({ kind: 'expire', connectionId });
  await eventually(async () => !(await service.rest('chat').connectionExists(connectionId)));
  return { count, received };
}

test('no frame brings the service down', async () => {
  const frame = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.json({ maxDepth: 3 }),
    fc
      .record(
        {
          type: fc.constantFrom('joinGroup', 'sendToGroup', 'event', 'sequenceAck', 'ping', 'leaveGroup'),
          group: fc.anything({ maxDepth: 1 }),
          event: fc.string({ maxLength: 5 }),
          ackId: fc.oneof(fc.bigInt(), fc.double(), fc.string()).map(String),
          data: fc.jsonValue({ maxDepth: 2 }),
          dataType: fc.constantFrom('text', 'json', 'binary', 'protobuf', 'x'),
          metadata: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })),
          sequenceId: fc.oneof(fc.integer(), fc.string()),
        },
        { requiredKeys: ['type'] },
      )
      .map((fields) =>
        JSON.stringify(fields, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 5 }), async (frames) => {
      await using client = await service.join(reliable, { roles: anyGroup });
      for (const text of frames) client.send(text);
      client.send('{');

      expect((await client.closed).code).toBe(1007);
    }),
    { numRuns: 100 },
  );
});
