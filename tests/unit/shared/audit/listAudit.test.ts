import { expect, test } from 'vitest';
import { readFleetFile } from '../../../../infra/local/fleetFile.ts';
import { type AuditQuery, listAudit } from '../../../../shared/audit/listAudit.ts';
import type { AuditEvent } from '../../../../shared/sessions/ports.ts';
import { fakeAuditOutbox } from '../../../support/fakeAuditOutbox.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';

const { fleet } = readFleetFile();
const hub = fleet.bastions[0];
if (hub === undefined) throw new Error('The fleet file has no bastion.');
const bastionId = hub.resourceId;
const other = { ...hub, resourceId: `${bastionId}-other` };
const vm = fleet.targets[0]?.resourceId ?? '';
const otherVm = fleet.targets.find(({ name }) => name === 'vm-db-01')?.resourceId ?? '';
const windows = fleet.targets.find(({ name }) => name === 'vm-win-01')?.resourceId ?? '';
const instance = fleet.targets.find(({ resourceId }) => resourceId.endsWith('/1'))?.resourceId ?? '';
const noon = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;

function world() {
  const audit = fakeAuditOutbox();
  const deps = { audit, fleet: fakeFleet({ ...fleet, bastions: [hub ?? other, other] }) };
  return {
    write: (over: Partial<AuditEvent> = {}) =>
      audit.write({
        time: noon,
        event: 'connect',
        outcome: 'Success',
        principalId: 'p1',
        userName: 'alice@contoso.example',
        sourceIpAddress: '203.0.113.7',
        scope: vm,
        ...over,
      }),
    list: (over: Partial<AuditQuery> = {}) =>
      listAudit(deps, { bastionId, from: noon - 7 * dayMs, to: noon + dayMs, limit: 100, ...over }),
  };
}
const reasons = ({ rows }: { rows: readonly { reason?: string }[] }) => rows.map(({ reason }) => reason);

const sorted = (page: Parameters<typeof reasons>[0]) =>
  reasons(page)
    .map(String)
    .toSorted((a, b) => a.localeCompare(b));

test('newest first over several days, from one moment to another', async () => {
  const { write, list } = world();
  for (const days of [-8, -7, -3, 0, 1]) {
    await write({ time: noon + days * dayMs, reason: String(days) });
    await write({ time: noon + days * dayMs + 1, reason: `${days}+` });
  }

  expect(reasons(await list())).toEqual(['1', '0+', '0', '-3+', '-3', '-7+', '-7']);
  expect(reasons(await list({ from: noon + 1, to: noon + 1 }))).toEqual(['0+']);
  expect(reasons(await list({ from: noon + 2, to: noon + 1 }))).toEqual([]);
});

test("its own events, its machines' and those above it, but no other bastion's", async () => {
  const { write, list } = world();
  await write({ reason: 'machine', scope: vm.toUpperCase() });
  await write({ reason: 'inside', scope: `${vm}/providers/Microsoft.SerialConsole/serialPorts/0` });
  await write({ reason: 'named', scope: '/gone', bastionId });
  await write({ reason: 'itself', scope: bastionId });
  await write({ reason: 'subscription', scope: bastionId.split('/').slice(0, 3).join('/') });
  await write({ reason: 'other', scope: other.resourceId });
  await write({ reason: 'otherNamed', bastionId: other.resourceId });
  await write({ reason: 'nothing', scope: '/subscriptions/elsewhere' });
  await write({ reason: 'longer', scope: `${vm}-2` });

  expect(sorted(await list())).toEqual(['inside', 'itself', 'machine', 'named', 'subscription']);
  expect(sorted(await list({ bastionId: other.resourceId }))).toEqual([
    'other',
    'otherNamed',
    'subscription',
  ]);
});

test.each([
  [{ user: 'P2' }, ['principal']],
  [{ user: 'Bob@contoso.example' }, ['name']],
  [{ event: 'END' }, ['event']],
  [{ outcome: 'failure' }, ['outcome']],
  [{ sessionId: 's1' }, ['session']],
  [{ sessionId: 's1', event: 'end' }, []],
  [{ target: 'VM-DB-01' }, ['inside the other machine', 'other machine']],
  [{ target: otherVm.toUpperCase() }, ['inside the other machine', 'other machine']],
  [{ target: 'vmss-app_1' }, ['instance']],
  [{ target: 'vmss-app' }, ['instance']],
  [{ target: 'vmss' }, []],
  [{ target: 'bastion-hub' }, ['somebody on vm-win-01', 'the bastion']],
  [{ target: 'vm-win-01' }, ['somebody on vm-win-01']],
  [{ target: windows.toLowerCase() }, ['somebody on vm-win-01']],
  [{ user: 'carol@contoso.example' }, ['somebody on vm-win-01']],
  [{ user: 'P3' }, ['somebody on vm-win-01']],
  [{ search: 'carol@' }, ['somebody on vm-win-01']],
  [{ search: 'win-01' }, ['somebody on vm-win-01']],
  [{ search: 'serialports/connect' }, ['what was tried']],
  [{ search: 'monitoring rea' }, ['a role']],
  [{ search: 'BOB@' }, ['name']],
  [{ search: 'the other' }, ['inside the other machine']],
  [{ search: '198.51.100' }, ['address']],
  [{ search: 'bastionHosts' }, ['somebody on vm-win-01', 'the bastion']],
])('%j finds %j', async (filter, expected) => {
  const { write, list } = world();
  await write({ reason: 'principal', principalId: 'p2' });
  await write({ reason: 'name', userName: 'bob@contoso.example' });
  await write({ reason: 'event', event: 'end' });
  await write({ reason: 'outcome', outcome: 'Failure' });
  await write({ reason: 'session', sessionId: 's1' });
  await write({ reason: 'address', sourceIpAddress: '198.51.100.7' });
  await write({ reason: 'other machine', scope: otherVm });
  await write({
    reason: 'inside the other machine',
    scope: `${otherVm}/providers/Microsoft.SerialConsole/x`,
  });
  await write({ reason: 'instance', scope: instance });
  await write({ reason: 'the bastion', scope: bastionId });
  await write({
    reason: 'somebody on vm-win-01',
    scope: bastionId,
    targetResourceId: windows,
    affectedPrincipalId: 'p3',
    affectedUserName: 'carol@contoso.example',
  });
  await write({ reason: 'what was tried', action: 'Microsoft.SerialConsole/serialPorts/connect/action' });
  await write({ reason: 'a role', roleName: 'Monitoring Reader' });

  expect(sorted(await list(filter))).toEqual(expected);
});

test('pages end with where the next one goes on, and miss and repeat nothing', async () => {
  const { write, list } = world();
  for (let index = 0; index < 7; index += 1) {
    await write({ time: noon - index * (dayMs / 2), reason: String(index) });
  }
  const seen: (string | undefined)[] = [];
  let page = await list({ limit: 2 });
  seen.push(...reasons(page));
  while (page.next !== undefined) {
    page = await list({ limit: 2, after: page.next });
    seen.push(...reasons(page));
  }

  expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6']);
});

test('a rare event costs an empty page with more behind it, not a page that never ends', async () => {
  const { write, list } = world();
  for (let index = 0; index < 6_000; index += 1) await write({ time: noon + index });
  await write({ time: noon - 1, event: 'end', reason: 'rare' });

  const first = await list({ event: 'end' });
  const second = await list({ event: 'end', after: first.next });

  expect(first.rows).toEqual([]);
  expect(reasons(second)).toEqual(['rare']);
  expect(second.next).toBeUndefined();
});

test('a place behind the newest day costs no query for each day on the way', async () => {
  const { write, list } = world();
  await write({ reason: 'today' });

  const page = await list({ after: { day: '2999-12-31', key: '' } });

  expect(reasons(page)).toEqual(['today']);
});
