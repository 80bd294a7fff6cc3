import { expect, test } from 'vitest';
import type { MachineOperation, MachineOperationStore } from '../../shared/machines/ports.ts';

const start = Date.UTC(2026, 10, 1);
export const aMachineOperation = (over: Partial<MachineOperation> = {}): MachineOperation => ({
  operationId: crypto.randomUUID(),
  action: 'sysrq',
  skipShutdown: false,
  keys: 'h',
  targetResourceId: '/subscriptions/s/vm',
  portId: 'p1',
  relayId: 'relay-01',
  principalId: 'oid',
  userName: 'ops@contoso.example',
  displayName: 'Oscar Ops',
  sourceIpAddress: '192.0.2.1',
  startTime: start,
  isBegun: false,
  status: 'InProgress',
  ...over,
});

/** The promises of `MachineOperationStore`. */
export function testMachineOperationStore(open: () => Promise<MachineOperationStore>): void {
  test('an operation is kept as it is, and inserted once', async () => {
    const store = await open();
    const operation = aMachineOperation();

    expect(await store.get(operation.operationId)).toBeUndefined();
    expect(await store.insert(operation)).toBe(true);
    expect(await store.insert({ ...operation, keys: 'b' })).toBe(false);
    expect((await store.get(operation.operationId))?.value).toEqual(operation);
  });

  test('of two who change it one wins', async () => {
    const store = await open();
    const operation = aMachineOperation();
    await store.insert(operation);
    const { version = '' } = (await store.get(operation.operationId)) ?? {};
    const ended = { ...operation, status: 'Succeeded' as const, endTime: start + 1 };

    expect(await store.replace(ended, version)).toBe(true);
    expect(await store.replace({ ...ended, status: 'Failed' }, version)).toBe(false);
    expect((await store.get(operation.operationId))?.value).toEqual(ended);
    expect(await store.replace(aMachineOperation(), version)).toBe(false);
  });

  test('pending are those in progress from before a time; old ones are purged', async () => {
    const store = await open();
    const [early, late, over] = [
      aMachineOperation({ startTime: start - 9_000 }),
      aMachineOperation(),
      aMachineOperation({ startTime: start - 9_000, status: 'Failed' }),
    ] as const;
    for (const one of [early, late, over]) await store.insert(one);
    const mine = new Set([early, late, over].map((one) => one.operationId));
    const pending = async (): Promise<string[]> =>
      (await store.pending(start)).map(({ value }) => value.operationId).filter((id) => mine.has(id));

    expect(await pending()).toEqual([early.operationId]);
    await store.purge(start);
    expect(await store.get(early.operationId)).toBeUndefined();
    expect((await store.get(late.operationId))?.value).toEqual(late);
  });
}
