import { expect, test } from 'vitest';
import { machineWorld } from '../../../support/machineWorld.ts';
import { aCaller, aTarget } from '../../../support/sessionFacts.ts';

test('an action is kept, audited and handed to the relay of the machine', async () => {
  const { start, commands, portId, audited, stored } = machineWorld();

  const operation = await start({ action: 'powerOff', skipShutdown: true });

  expect(commands()).toEqual([
    {
      kind: 'operate',
      operationId: operation.operationId,
      portId,
      action: 'powerOff',
      skipShutdown: true,
      by: 'Alice',
    },
  ]);
  expect(stored(operation.operationId)).toMatchObject({ status: 'InProgress', isBegun: false });
  expect(operation.operationId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(audited()).toEqual(['power Success powerOff skipShutdown begun']);
});

test('keys go to the relay and into the audit log', async () => {
  const { start, commands, audited } = machineWorld();

  await start({ action: 'sysrq', keys: 'reisub' });

  expect(commands()).toMatchObject([{ action: 'sysrq', keys: 'reisub' }]);
  expect(audited()).toEqual(['adminCommand Success sysrq reisub begun']);
});

test('a request sent again is the same operation, and the relay is told again until it has begun', async () => {
  const { start, answer, commands, audited } = machineWorld();
  const request = { clientRequestId: 'c1' };
  const first = await start(request);
  const again = await start(request);
  await answer(first.operationId, { status: 'InProgress' });
  const once = await start(request);
  await answer(first.operationId, { status: 'Succeeded' });
  const late = await start(request);

  expect(new Set([first, again, once, late].map((one) => one.operationId)).size).toBe(1);
  expect([commands().length, late.status]).toEqual([2, 'Succeeded']);
  expect(audited()).toEqual(['power Success restart begun', 'power Success restart succeeded']);
});

test('another person, another action and another machine are another operation', async () => {
  const { start } = machineWorld();
  const request = { clientRequestId: 'c1' };
  const ids = await Promise.all(
    [
      start(request),
      start({ ...request, action: 'powerOff' }),
      start({ ...request, action: 'powerOff', skipShutdown: true }),
      start({ ...request, caller: aCaller({ principalId: 'p2' }) }),
      start({ ...request, target: aTarget({ resourceId: `${aTarget().resourceId}-2` }) }),
      start(),
      start(),
    ].map(async (one) => (await one).operationId),
  );

  expect(new Set(ids).size).toBe(7);
});

test('a script that always sends the same id is not answered for ever with its first operation', async () => {
  const { start, clock, beat } = machineWorld();
  const first = await start({ clientRequestId: '1' });
  clock.advance(600_000);
  beat();
  const soon = await start({ clientRequestId: '1' });
  clock.advance(600_000);
  beat();
  const later = await start({ clientRequestId: '1' });

  expect(soon.operationId).toBe(first.operationId);
  expect(later.operationId).not.toBe(first.operationId);
});

test('a machine whose relay is not there, or has no way to be told, is not touched', async () => {
  const { start, clock, beat, commands, deps } = machineWorld();
  beat('running', { connectionId: null });
  await expect(start()).rejects.toMatchObject({ code: 'RelayUnavailable' });
  beat();
  clock.advance(61_000);
  await expect(start()).rejects.toMatchObject({ code: 'RelayUnavailable' });
  deps.relays.records.clear();
  await expect(start()).rejects.toMatchObject({ code: 'RelayUnavailable' });

  expect([commands(), deps.machineOperations.rows.size, deps.audit.rows]).toEqual([[], 0, []]);
});

test('what needs power is refused of a machine that is off; what gives or takes it is not', async () => {
  const { start, beat } = machineWorld();
  for (const power of ['stopped', 'deallocating', 'deallocated'] as const) {
    beat(power);
    for (const action of ['restart', 'reset', 'nmi', 'sysrq', 'break'] as const) {
      await expect(start({ action })).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
    }
    for (const action of ['start', 'powerOff', 'deallocate'] as const) {
      expect((await start({ action })).status).toBe('InProgress');
    }
  }
});

test('Windows has no SysRq', async () => {
  const { start } = machineWorld();
  const target = aTarget({ osType: 'Windows' });

  await expect(start({ action: 'sysrq', keys: 'b', target })).rejects.toMatchObject({
    code: 'SysRqNotSupported',
  });
  expect((await start({ action: 'nmi', target })).status).toBe('InProgress');
});

test('of two requests at once one is the operation, and both are told of it', async () => {
  const { start, deps, audited } = machineWorld();

  const both = await Promise.all([start({ clientRequestId: 'c1' }), start({ clientRequestId: 'c1' })]);

  expect(both[0].operationId).toBe(both[1].operationId);
  expect([deps.machineOperations.rows.size, audited()]).toEqual([1, ['power Success restart begun']]);
});
