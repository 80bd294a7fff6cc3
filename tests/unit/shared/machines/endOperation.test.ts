import { expect, test } from 'vitest';
import { settleOperation } from '../../../../shared/machines/endOperation.ts';
import { sweepOperations } from '../../../../shared/machines/sweepOperations.ts';
import { toOperationStatus } from '../../../../shared/machines/toOperationStatus.ts';
import { machineWorld } from '../../../support/machineWorld.ts';

async function started() {
  const world = machineWorld();
  const { operationId } = await world.start();
  const settle = async () => {
    const found = world.deps.machineOperations.rows.get(operationId);
    if (found === undefined) throw new Error('It is gone.');
    return await settleOperation(world.deps, found);
  };
  return { ...world, operationId, settle };
}

const lost = { status: 'Failed', error: { code: 'RelayUnavailable' } };

test('what the relay says is what is told, and it ends once', async () => {
  const { answer, operationId, clock, stored, audited } = await started();
  await answer(operationId, { status: 'InProgress' });
  await answer(operationId, { status: 'InProgress' });
  clock.advance(2_000);
  const error = { code: 'GuestDidNotShutDown', message: 'It runs on.' };
  await answer(operationId, { status: 'Failed', error });
  await answer(operationId, { status: 'Succeeded' });

  const operation = stored(operationId);
  expect(operation && toOperationStatus(operation)).toEqual({
    name: operationId,
    status: 'Failed',
    startTime: '2026-11-01T12:00:00.000Z',
    endTime: '2026-11-01T12:00:02.000Z',
    error,
  });
  expect(audited()).toEqual(['power Success restart begun', 'power Failure restart failed: It runs on.']);
});

test('what was seen of a command is in its status', async () => {
  const { answer, operationId, stored } = await started();
  const output = { command: 'nmi', message: 'It went on.' } as const;
  await answer(operationId, { status: 'Succeeded', output });

  const operation = stored(operationId);
  expect(operation && toOperationStatus(operation)).toMatchObject({ properties: { output } });
});

test('another relay’s word, and one about nothing, change nothing', async () => {
  const { answer, operationId, stored, deps } = await started();

  await answer(operationId, { status: 'Succeeded' }, 'relay-02');
  await answer('unknown', { status: 'Succeeded' });

  expect([stored(operationId)?.status, deps.machineOperations.rows.size]).toEqual(['InProgress', 1]);
});

test('a relay that does not take it up in time has failed', async () => {
  const { settle, clock } = await started();

  clock.advance(15_000);
  expect(await settle()).toMatchObject({ status: 'InProgress' });
  clock.advance(1);
  expect(await settle()).toMatchObject(lost);
});

test('a relay that would begin when it was given up, or with what nobody knows, is refused', async () => {
  const { settle, clock, answer, operationId, stored } = await started();
  clock.advance(15_001);
  await settle();

  const begin = { status: 'InProgress' } as const;
  await expect(answer(operationId, begin)).rejects.toMatchObject({ code: 'OperationNotFound' });
  await expect(answer('unknown', begin)).rejects.toMatchObject({ code: 'OperationNotFound' });
  await expect(answer(operationId, begin, 'relay-02')).rejects.toMatchObject({ code: 'OperationNotFound' });
  expect(stored(operationId)).toMatchObject({ ...lost, isBegun: true });
});

test('an end whose audit row was lost has it when the relay says it again', async () => {
  const { answer, operationId, deps, audited } = await started();
  const write = deps.audit.write.bind(deps.audit);
  deps.audit.write = async () => {
    throw new Error('The process died here.');
  };
  await expect(answer(operationId, { status: 'Succeeded' })).rejects.toThrow('died');
  deps.audit.write = write;

  await answer(operationId, { status: 'Succeeded' });

  expect(audited()).toEqual(['power Success restart begun', 'power Success restart succeeded']);
});

test('a relay that falls silent in the middle has failed, one that goes on has not', async () => {
  const { settle, clock, beat, answer, operationId, deps } = await started();
  await answer(operationId, { status: 'InProgress' });

  clock.advance(59_000);
  expect(await settle()).toMatchObject({ status: 'InProgress' });
  beat();
  clock.advance(60_000);
  expect(await settle()).toMatchObject({ status: 'InProgress' });
  deps.relays.records.clear();
  expect(await settle()).toMatchObject(lost);
  expect(await settle()).toMatchObject(lost);
});

test('nothing goes on for ever', async () => {
  const { settle, clock, beat, answer, operationId } = await started();
  await answer(operationId, { status: 'InProgress' });
  clock.advance(300_000);
  beat();
  expect(await settle()).toMatchObject({ status: 'InProgress' });

  clock.advance(1);
  expect(await settle()).toMatchObject(lost);
});

test('an answer that comes while somebody gives up is not overwritten', async () => {
  const { deps, clock, operationId, answer } = await started();
  const found = deps.machineOperations.rows.get(operationId);
  clock.advance(20_000);
  await answer(operationId, { status: 'Succeeded' });

  expect(found && (await settleOperation(deps, found))).toMatchObject({ status: 'Succeeded' });
});

test('two answers at once: one is kept and audited', async () => {
  const { answer, operationId, deps, stored } = await started();

  await Promise.allSettled([
    answer(operationId, { status: 'Succeeded' }),
    answer(operationId, { status: 'Failed', error: { code: 'X', message: 'x' } }),
    answer(operationId, { status: 'InProgress' }),
  ]);

  expect(stored(operationId)?.status).not.toBe('InProgress');
  expect(deps.audit.rows).toHaveLength(2);
});

test('an end that comes together with the beginning is not lost', async () => {
  const { answer, operationId, stored } = await started();

  await Promise.all([
    answer(operationId, { status: 'InProgress' }),
    answer(operationId, { status: 'Succeeded' }),
  ]);

  expect(stored(operationId)?.status).toBe('Succeeded');
});

test('the sweep ends what nobody asks about, and forgets what is a day old', async () => {
  const { deps, clock, stored, operationId, audited, beat } = await started();
  await sweepOperations(deps);
  expect(stored(operationId)?.status).toBe('InProgress');

  clock.advance(16_000);
  await sweepOperations(deps);
  await sweepOperations(deps);
  expect(stored(operationId)).toMatchObject(lost);
  expect(audited()[1]).toMatch(/^power Failure restart failed: The relay did not take this up/);

  clock.advance(86_400_000);
  beat();
  await sweepOperations(deps);
  expect(stored(operationId)).toBeUndefined();
});

test('an operation that cannot be ended keeps no other one from its end, and is told of', async () => {
  const { deps, clock, stored, operationId, start } = await started();
  const second = await start();
  const fault = new Error('this row cannot be read');
  const get = deps.machineOperations.get.bind(deps.machineOperations);
  deps.machineOperations.get = async (id) => {
    if (id === operationId) throw fault;
    return await get(id);
  };
  clock.advance(16_000);

  expect(await sweepOperations(deps)).toEqual([fault]);

  expect(stored(operationId)?.status).toBe('InProgress');
  expect(stored(second.operationId)).toMatchObject(lost);
});
