import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText, callHandler, fuzz, signatureOf, worlds } from '../support/fuzz.ts';
import { anyBody, anyQuery } from '../support/fuzzRequests.ts';
import { createSender, registeredHandlers } from '../support/registeredHandlers.ts';

const handlers = await registeredHandlers();
const [events] = handlers.filter(({ name, method }) => name === 'webPubSubEvents' && method === 'POST');
const [handshake] = handlers.filter(({ name, method }) => name === 'webPubSubEvents' && method === 'OPTIONS');
if (events === undefined || handshake === undefined) throw new Error('Renamed?');

const send = createSender(handlers);
const vm =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/vm-web-01';

/** A user id that is let in once, as the token in the console's URL has it. */
async function openConsole(): Promise<string> {
  const path = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0/connect`;
  const { body } = await send('POST', path, {
    body: { mode: 'observer' },
    headers: { authorization: 'owner' },
  });
  const { connectionString } = body as { connectionString: string };
  return new URL(connectionString).searchParams.get('access_token') ?? '';
}

const tickets: string[] = [];
const world = worlds(async () => {
  tickets.splice(0, tickets.length, await openConsole(), await openConsole());
});

const types = [
  'azure.webpubsub.sys.connect',
  'azure.webpubsub.sys.connected',
  'azure.webpubsub.sys.disconnected',
  'azure.webpubsub.user.close',
  'azure.webpubsub.user.stay',
  'azure.webpubsub.user.resume',
];

const anEvent = fc.record({
  hub: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('console', 'portal', 'CONSOLE') }, anyText),
  type: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...types) }, anyText),
  connectionId: fc.oneof(fc.constantFrom('c1', 'c2', 'c3'), anyText),
  user: fc.oneof(fc.nat(3), anyText),
  body: anyBody,
  isSigned: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
});

const statuses = new Map<number, number>();
const visible = (text: string): string => text.replaceAll(/[^\x21-\x7e]/g, '');

test('A6b A36 A37 no event makes the app fail, and none without a signature has an effect', async () => {
  await fuzz('events', anEvent, async ({ hub, type, connectionId, user, body, isSigned }) => {
    const { deps } = await world();
    const id = visible(connectionId);
    const ticket = tickets[Number(user) % 2] ?? '';
    // Before it is let in a connection is known by its ticket, afterwards by its session.
    const userId =
      typeof user === 'number' ? (user > 1 ? (ticket.split('.')[0] ?? '') : ticket) : visible(user);
    const headers = {
      'ce-type': visible(type),
      'ce-connectionid': id,
      'ce-userid': userId,
      'ce-signature': isSigned ? signatureOf(id) : signatureOf(`${id}x`),
    };
    const before = isSigned ? undefined : JSON.stringify([...deps.sessions.live.entries()]);

    const status = await callHandler(events, { params: { hub }, query: {}, headers, body });

    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (before === undefined) return;
    expect(status).toBe(401);
    expect(JSON.stringify([...deps.sessions.live.entries()])).toBe(before);
  });
  expect([200, 204, 401].filter((status) => (statuses.get(status) ?? 0) === 0)).toEqual([]);
});

test('A38 no handshake is answered for an origin that is not the own service', async () => {
  const cases = fc.record({
    hub: fc.oneof(fc.constantFrom('console', 'portal'), anyText),
    origin: fc.oneof(
      anyText.map(visible),
      fc.webUrl(),
      fc.constantFrom('hub.example', 'hub.example.evil', '*'),
    ),
    query: anyQuery,
  });

  await fuzz('handshakes', cases, async ({ hub, origin, query }) => {
    await world();
    const headers = { 'webhook-request-origin': origin };
    const status = await callHandler(handshake, { params: { hub }, query, headers, body: undefined });

    const isOwn = origin === 'hub.example' && ['console', 'portal'].includes(hub);
    expect(status).toBe(isOwn ? 200 : 400);
  });
});
