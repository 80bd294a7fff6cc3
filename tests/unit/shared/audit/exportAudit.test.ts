import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFleetFile } from '../../../../infra/local/fleetFile.ts';
import { type ExportDeps, exportAudit } from '../../../../shared/audit/exportAudit.ts';
import type { AuditEvent } from '../../../../shared/sessions/ports.ts';
import { createFakeAppendBlob, type FakeAppendBlob } from '../../../support/fakeAppendBlob.ts';
import { fakeAuditOutbox } from '../../../support/fakeAuditOutbox.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';

const { fleet } = readFleetFile();
const bastionId = fleet.bastions[0]?.resourceId ?? '';
const vm = fleet.targets[0]?.resourceId ?? '';
const noon = Date.UTC(2026, 10, 21, 12);

const event = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  time: noon,
  event: 'connect',
  outcome: 'Success',
  principalId: '20000000-0000-4000-8000-0000000000aa',
  userName: 'alice@contoso.example',
  sourceIpAddress: '203.0.113.7',
  scope: vm,
  bastionId,
  ...over,
});

function world() {
  const outbox = fakeAuditOutbox();
  const blobs = new Map<string, FakeAppendBlob>();
  const deps: ExportDeps = {
    outbox,
    fleet: fakeFleet(fleet),
    encode: (text) => new TextEncoder().encode(text),
    now: () => noon + 60_000,
    openBlob({ container, blob }) {
      const name = `${container}/${blob}`;
      const found = blobs.get(name) ?? createFakeAppendBlob();
      blobs.set(name, found);
      return found;
    },
  };
  const lines = (): readonly Record<string, unknown>[] =>
    [...blobs.values()].flatMap((blob) =>
      blob
        .text()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  return { outbox, blobs, deps, lines };
}

const folder = `insights-logs-bastionauditlogs/resourceId=${bastionId.toUpperCase()}`;

test('a session becomes the lines that Azure Bastion writes, in the blob of its hour', async () => {
  const { deps, outbox, blobs, lines } = world();
  const session = { sessionId: 's', protocol: 'SSH', targetIpAddress: '10.0.0.11' } as const;
  await outbox.write(event(session));
  await outbox.write(
    event({ ...session, event: 'end', reason: 'ClosedByUser', durationMs: 5_000, time: noon + 5_000 }),
  );

  expect(await exportAudit(deps)).toBe(2);

  expect([...blobs.keys()]).toEqual([`${folder}/y=2026/m=11/d=21/h=12/m=00/PT1H.json`]);
  const properties = {
    userName: 'alice@contoso.example',
    userEmail: 'alice@contoso.example',
    clientIpAddress: '203.0.113.7',
    protocol: 'ssh',
    targetResourceId: vm,
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    resourceType: 'VM',
    targetVMIPAddress: '10.0.0.11',
    tunnelId: 's',
    principalId: '20000000-0000-4000-8000-0000000000aa',
    outcome: 'Success',
  };
  const record = {
    resourceId: bastionId.toUpperCase(),
    operationName: 'Microsoft.Network/BastionHost/connect',
    category: 'BastionAuditLogs',
    level: 'Informational',
    location: 'westeurope',
  };
  expect(lines()).toEqual([
    {
      ...record,
      time: '2026-11-21T12:00:00.000Z',
      properties: { ...properties, message: 'Successfully Connected.', event: 'connect' },
    },
    {
      ...record,
      time: '2026-11-21T12:00:05.000Z',
      properties: {
        ...properties,
        message: 'Successfully Disconnected',
        event: 'end',
        reason: 'ClosedByUser',
        duration: 5_000,
        sessionStartTime: '2026-11-21T12:00:00.000Z',
        sessionEndTime: '2026-11-21T12:00:05.000Z',
      },
    },
  ]);
});

test.each([
  [{ event: 'refused', outcome: 'Failure' }, 'connect', 'Login Failed'],
  [{ event: 'disconnect', scope: bastionId }, 'disconnect', 'disconnect: Success'],
  [
    { event: 'policyChange', scope: `${bastionId}/policies/default` },
    'policyChange',
    'policyChange: Success',
  ],
  [{ event: 'adminCommand', scope: vm.toUpperCase() }, 'adminCommand', 'adminCommand: Success'],
] as const)('%j is told as %s', async (over, operation, message) => {
  const { deps, outbox, lines } = world();
  const { bastionId: _, ...rest } = event(over);
  await outbox.write(rest);

  await exportAudit(deps);

  expect(lines()).toMatchObject([
    { operationName: `Microsoft.Network/BastionHost/${operation}`, properties: { message } },
  ]);
});

test('what is about nothing in the fleet stays in the table and names no blob', async () => {
  const { deps, outbox, blobs } = world();
  await outbox.write({ ...event({ scope: '/subscriptions/evil/../../x' }), bastionId: '/nowhere' });

  expect(await exportAudit(deps)).toBe(0);

  expect(blobs.size).toBe(0);
  expect(outbox.waiting.size).toBe(0);
});

test('each hour has its blob, a row of days ago goes to its own, and many rows go in order', async () => {
  const { deps, outbox, blobs, lines } = world();
  for (let index = 0; index < 900; index += 1) {
    await outbox.write(event({ time: noon + index, sessionId: String(index) }));
  }
  await outbox.write(event({ time: noon - 3_600_000, sessionId: 'before' }));
  await outbox.write(event({ time: noon - 6 * 86_400_000, sessionId: 'late' }));

  expect(await exportAudit(deps)).toBe(902);

  expect([...blobs.keys()].map((name) => name.slice(folder.length))).toEqual([
    '/y=2026/m=11/d=15/h=12/m=00/PT1H.json',
    '/y=2026/m=11/d=21/h=11/m=00/PT1H.json',
    '/y=2026/m=11/d=21/h=12/m=00/PT1H.json',
  ]);
  const ids = lines().map((line) => (line.properties as { tunnelId: string }).tunnelId);
  expect(ids).toEqual(['late', 'before', ...Array.from({ length: 900 }, (_, index) => String(index))]);
  expect(await exportAudit(deps)).toBe(0);
});

test('what waits for longer than a week, while the blobs are away, goes to its own blobs in the end', async () => {
  const { deps, outbox, lines } = world();
  const daysAgo = [0, 7, 14, 20, 28, 36];
  for (const days of daysAgo) {
    await outbox.write(event({ time: noon - days * 86_400_000, sessionId: String(days) }));
  }
  const down = () => Promise.reject(new Error('down'));
  await expect(exportAudit({ ...deps, openBlob: () => ({ open: down, append: down }) })).rejects.toThrow(
    'down',
  );

  expect(await exportAudit(deps)).toBe(6);

  const ids = lines().map((line) => Number((line.properties as { tunnelId: string }).tunnelId));
  expect(ids).toEqual(daysAgo.toReversed());
  expect(outbox.waiting.size).toBe(0);
});

test('an append whose answer was lost is not done twice', async () => {
  const { deps, outbox, blobs, lines } = world();
  await outbox.write(event());
  await exportAudit(deps);
  await outbox.write(event({ time: noon + 1 }));
  const [blob] = blobs.values();
  const { openBlob } = deps;
  const losing = {
    ...deps,
    openBlob: (name: Parameters<typeof openBlob>[0]) => ({
      open: () => openBlob(name).open(),
      append: async (bytes: Uint8Array, position: number) => {
        blob?.failNext('applied');
        return await openBlob(name).append(bytes, position);
      },
    }),
  };

  await expect(exportAudit(losing)).rejects.toThrow('answer lost');
  expect(lines()).toHaveLength(2);
  await exportAudit(deps);

  expect(lines()).toHaveLength(2);
  expect(outbox.waiting.size).toBe(0);
});

test('a blob that somebody deleted begins anew with what was under way', async () => {
  const { deps, outbox, blobs, lines } = world();
  await outbox.write(event());
  await exportAudit(deps);
  await outbox.write(event({ time: noon + 1 }));
  const failing = {
    ...deps,
    openBlob: (name: Parameters<typeof deps.openBlob>[0]) => ({
      open: () => deps.openBlob(name).open(),
      append: () => Promise.reject(new Error('down')),
    }),
  };
  await expect(exportAudit(failing)).rejects.toThrow('down');
  blobs.clear();

  await exportAudit(deps);

  expect(lines()).toMatchObject([{ time: '2026-11-21T12:00:00.001Z' }]);
});

/** Calls that crash the export that makes them, before or after they were done, as the choices say. */
function crashing(deps: ExportDeps, choose: () => number): ExportDeps {
  const maybe = async <T>(call: () => Promise<T>): Promise<T> => {
    // Lets the other export in between any two calls.
    for (let turns = choose() % 4; turns > 0; turns -= 1) await Promise.resolve();
    const fate = choose() % 12;
    if (fate === 0) throw new Error('crashed before');
    const result = await call();
    if (fate === 1) throw new Error('crashed after');
    return result;
  };
  return {
    ...deps,
    outbox: {
      pending: (day, limit) => maybe(() => deps.outbox.pending(day, limit)),
      done: (rows) => maybe(() => deps.outbox.done(rows)),
      place: () => maybe(() => deps.outbox.place()),
      setPlace: (batch, version) => maybe(() => deps.outbox.setPlace(batch, version)),
    },
    openBlob: (name) => ({
      open: () => maybe(() => deps.openBlob(name).open()),
      append: (bytes, position) => maybe(() => deps.openBlob(name).append(bytes, position)),
    }),
  };
}

test('whatever crashes and however many exports run, each row is in a blob exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { minLength: 50, maxLength: 400 }), async (choices) => {
      const { deps, outbox, lines } = world();
      let index = 0;
      const choose = (): number => choices[(index += 1) % choices.length] ?? 0;
      const broken = crashing(deps, choose);
      let written = 0;
      for (let round = 0; round < 6; round += 1) {
        const exports = [broken, broken, broken].map((one) => exportAudit(one).catch(() => 0));
        for (let more = choose() % 5; more > 0; more -= 1) {
          written += 1;
          await outbox.write(
            event({
              id: `e${written}`,
              sessionId: String(written),
              time: noon + (choose() % 3) * 3_600_000 - 7_200_000,
            }),
          );
        }
        await Promise.all(exports);
      }
      await exportAudit(deps);

      const ids = lines().map((line) => Number((line.properties as { tunnelId: string }).tunnelId));
      expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: written }, (_, at) => at + 1));
      expect(outbox.waiting.size).toBe(0);
    }),
    { numRuns: 300 },
  );
});
