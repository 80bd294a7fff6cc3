import { expect, test } from 'vitest';
import type { OperationStore } from '../../shared/sessions/ports.ts';

const result = (...sessionIds: string[]) => ({
  sessions: sessionIds.map((sessionId) => ({ sessionId, lastActivityTime: '2026-11-01T12:00:00.000Z' })),
});

/** The promises of `OperationStore`. */
export function testOperationStore(open: () => Promise<OperationStore>): void {
  test('answers are found by operation and relay; a relay that answers again replaces its answer', async () => {
    const store = await open();
    const [operation, other] = [crypto.randomUUID(), crypto.randomUUID()];

    expect(await store.answers(operation)).toEqual(new Map());
    await store.answer(operation, 'relay-01', result('old', 'older'));
    await store.answer(operation, 'relay-01', result('s1'));
    await store.answer(operation, 'relay-02', result());
    await store.answer(other, 'relay-01', result('s3'));

    expect(await store.answers(operation)).toEqual(
      new Map([
        ['relay-01', result('s1')],
        ['relay-02', result()],
      ]),
    );
    expect(await store.answers("x' or PartitionKey ne '")).toEqual(new Map());
  });

  test('what was cleared is forgotten, other operations are not, and clearing may be repeated', async () => {
    const store = await open();
    const [operation, other] = [crypto.randomUUID(), crypto.randomUUID()];
    await store.answer(operation, 'relay-01', result('s1'));
    await store.answer(other, 'relay-01', result('s1'));

    await store.clear(operation);
    await store.clear(operation);

    expect(await store.answers(operation)).toEqual(new Map());
    expect((await store.answers(other)).size).toBe(1);
  });

  test('an answer of ten thousand sessions fits', async () => {
    const store = await open();
    const operation = crypto.randomUUID();
    const many = result(...Array.from({ length: 10_000 }, () => crypto.randomUUID()));

    await store.answer(operation, 'relay-01', many);

    expect((await store.answers(operation)).get('relay-01')).toEqual(many);
  });

  test('a question is kept as it was asked, until it is purged', async () => {
    const store = await open();
    const refresh = {
      operationId: crypto.randomUUID(),
      bastionId: '/subscriptions/s/bastionHosts/b',
      principalId: 'p1',
      relayIds: ['relay-01', 'relay-02'],
      asked: ['relay-01'],
      startTime: Date.UTC(2026, 10, 1),
    };

    expect(await store.kept(refresh.operationId)).toBeUndefined();
    await store.keep(refresh);
    expect(await store.kept(refresh.operationId)).toEqual(refresh);
    expect(await store.answers(refresh.operationId)).toEqual(new Map());

    await store.purge(Date.now() + 3_600_000);
    expect(await store.kept(refresh.operationId)).toBeUndefined();
  });

  test('answers that came too late are purged, recent ones stay', async () => {
    const store = await open();
    const operation = crypto.randomUUID();
    await store.answer(operation, 'relay-01', result('s1'));

    await store.purge(Date.now() - 3_600_000);
    expect((await store.answers(operation)).size).toBe(1);
    await store.purge(Date.now() + 3_600_000);

    expect((await store.answers(operation)).size).toBe(0);
  });
}
