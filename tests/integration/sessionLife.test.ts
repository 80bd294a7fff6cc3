import { odata } from '@azure/data-tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTables, type Tables } from '../../shared/azure/tables.ts';
import { limits } from '../../shared/contracts/limits.ts';
import { type AzureSdk, all, azureSdk } from '../support/azureSdk.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../support/portalConsole.ts';
import { whileStopped } from '../support/whileStopped.ts';

// What becomes of sessions when parts of a real stack die, stop or lose what they knew.

let stack: LocalStack;
let tables: Tables;
let ops: AzureSdk;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
  tables = openTables(stack.storage);
  ops = await azureSdk(stack.addresses, 'ops');
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const sessionOf = async (sessionId = '') =>
  (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;
const told = (console: PortalConsole, condition: () => boolean | Promise<boolean>) =>
  eventually(condition, { timeoutMs: 90_000, describe: () => JSON.stringify(console.snapshot()) });
const endOf = (console: PortalConsole) => console.snapshot().end;
const rowKeyOf = (sessionId: string) => [sessionId.slice(-12), sessionId] as const;
async function auditOf(sessionId: string): Promise<unknown[]> {
  const events: unknown[] = [];
  const filter = odata`sessionId eq ${sessionId}`;
  for await (const row of tables.audit.listEntities({ queryOptions: { filter } })) events.push(row.event);
  return events;
}
async function expectEcho(console: PortalConsole, text: string): Promise<void> {
  console.type(text);
  await told(console, () => console.text().includes(text));
}

const list = (sdk: AzureSdk) => all(sdk.network.getActiveSessions('rg-hub', 'bastion-hub'));
const started = `POST ${bastionPath}/getActiveSessions`;
const polled = expect.stringMatching(/^GET \/.*\/getActiveSessions\/operationResults\/[0-9a-f-]{36}$/);

test('@azure/arm-network polls a refresh that takes longer, and gets the list', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const { sessionId } = console.snapshot();
  ops.wire.attempts = [];

  const slow = await whileStopped(stack.relayPid(), () => list(ops));
  const { attempts } = ops.wire;

  expect(slow).toMatchObject([{ sessionId, protocol: 'Serial' }]);
  expect(attempts).toEqual([started, ...Array.from({ length: attempts.length - 1 }, () => polled)]);
  expect(attempts.length).toBeGreaterThan(2);
});

test('a refresh that fails while it is polled is an error of the client, not an empty list', async () => {
  const owner = await azureSdk(stack.addresses, 'owner');
  const partitionKey = '20000000-0000-4000-8000-000000000001';
  const rights = await all(
    tables.access.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${partitionKey}` } }),
  );

  const failure = await whileStopped(stack.relayPid(), async () => {
    const listing = list(owner).catch((thrown: unknown) => thrown);
    await eventually(() => owner.wire.attempts.length > 1);
    for (const { rowKey = '' } of rights) await tables.access.deleteEntity(partitionKey, rowKey);
    return await listing;
  });
  for (const { etag: _, timestamp: __, ...row } of rights)
    await tables.access.upsertEntity({ ...row, partitionKey, rowKey: row.rowKey ?? '' });

  expect(rights.length).toBeGreaterThan(0);
  expect(failure).toMatchObject({ name: 'RestError', statusCode: 403, code: 'AuthorizationFailed' });
});

test('a function app that is killed between deciding an end and telling anyone leaves it to the sweep', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const { sessionId = '' } = console.snapshot();
  const before = stack.functions.pid();

  // What the dying app has sent is refused once the hub reads it: it must not finish the end after all.
  await stack.orderFault({ kind: 'failRest' });
  await whileStopped(stack.webPubSub.pid(), async () => {
    const call = stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`, { reason: 'patching' });
    const lost = expect(call).rejects.toThrow();
    const stateNow = async () => (await tables.sessions.getEntity(...rowKeyOf(sessionId))).state;
    await eventually(async () => (await stateNow()) === 'Disconnecting');
    process.kill(before, 'SIGKILL');
    await lost;
    expect(await auditOf(sessionId)).not.toContain('end');
  });

  await told(console, () => stack.functions.pid() !== before);
  expect(console.snapshot().state).toBe('connected');
  await stack.healWebPubSub();

  await told(console, () => console.snapshot().state === 'disconnected');
  await told(console, async () => (await sessionOf(sessionId))?.state === 'Ended');
  // Told by the frame or, where the connection did not outlive the halt, by the refusal of its return.
  expect(endOf(console)).toMatchObject({
    reason: 'DisconnectedByAdministrator',
    by: 'Oscar Ops',
    message: 'patching',
  });
  expect(await sessionOf(sessionId)).toMatchObject({
    endReason: 'DisconnectedByAdministrator',
    endedBy: 'Oscar Ops',
    endMessage: 'patching',
  });
  expect((await auditOf(sessionId)).filter((event) => event === 'end')).toEqual(['end']);
  const again = await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
  expect(again.status).toBe(204);
});

test('a session whose row is lost is restored as the same one, and its console goes on', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const { sessionId = '' } = console.snapshot();
  await eventually(async () => (await sessionOf(sessionId)).state === 'Active');
  const {
    lastActivityTime: _,
    startTime: __,
    sessionDurationInMins: ___,
    ...before
  } = await sessionOf(sessionId);
  // Served by its relay, as the relay has told.
  await eventually(async () =>
    JSON.stringify(await tables.relays.getEntity('relay', 'relay-01')).includes(sessionId),
  );

  await tables.sessions.deleteEntity(...rowKeyOf(sessionId));
  const refreshed = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);

  expect(refreshed.body).toMatchObject({ value: [before], unansweredRelays: [] });
  expect(await sessionOf(sessionId)).toMatchObject(before);
  expect(await auditOf(sessionId)).toContain('restore');
  await expectEcho(console, 'still here');
  expect(console.states).toEqual(['connecting', 'connected']);
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
  await told(console, () => console.snapshot().state === 'disconnected');
  expect(endOf(console)).toMatchObject({ reason: 'DisconnectedByAdministrator' });
});

test('A17a a right that is taken away ends the session within one look of the sweep', async () => {
  await using console = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
  const { sessionId = '' } = console.snapshot();
  const partitionKey = '20000000-0000-4000-8000-000000000003';
  const filter = odata`PartitionKey eq ${partitionKey}`;

  for await (const { rowKey = '' } of tables.access.listEntities({ queryOptions: { filter } }))
    await tables.access.deleteEntity(partitionKey, rowKey);

  await told(console, () => console.snapshot().state === 'disconnected');
  expect(endOf(console)).toMatchObject({ reason: 'AccessRevoked' });
  await eventually(async () => (await sessionOf(sessionId)).state === 'Ended');
  expect(await sessionOf(sessionId)).toMatchObject({ endReason: 'AccessRevoked' });
  await expect(openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' })).rejects.toMatchObject({
    code: 'AuthorizationFailed',
  });
});

test('a relay that comes back in time goes on with the same sessions, one that does not loses them', async () => {
  await using console = await openPortalConsole(stack, { user: 'ops', vm: 'vm-db-01' });
  const { sessionId = '' } = console.snapshot();
  await expectEcho(console, 'before');
  const comeBack = stack.relay.holdDown();
  const meanwhile = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
  await comeBack();
  await expectEcho(console, 'after');
  const same = await sessionOf(sessionId);

  stack.relay.holdDown();
  // As if it had been silent for its minute: what follows is the sweep's own doing.
  await eventually(async () => {
    const relay = await tables.relays.getEntity('relay', 'relay-01');
    const heartbeatTime = Date.now() - limits.relayLostSeconds * 1_000 - 1_000;
    const time = { type: 'Double', value: String(heartbeatTime) };
    await tables.relays.updateEntity(
      { partitionKey: 'relay', rowKey: 'relay-01', heartbeatTime: time },
      'Merge',
      { etag: relay.etag },
    );
    return true;
  });

  await told(console, () => console.snapshot().state === 'disconnected');
  expect([meanwhile.status === 202 || meanwhile.status === 200, same.state]).toEqual([true, 'Active']);
  expect(console.states).toEqual(['connecting', 'connected', 'disconnected']);
  expect(endOf(console)).toMatchObject({ reason: 'RelayLost' });
  await eventually(async () => (await sessionOf(sessionId)).state === 'Ended');
  expect(await sessionOf(sessionId)).toMatchObject({ endReason: 'RelayLost' });
  const refused = await stack.call('ops', 'POST', `${bastionPath}/getActiveSessions`);
  expect(refused.body).toEqual({ value: [], unansweredRelays: ['relay-01'] });
});
