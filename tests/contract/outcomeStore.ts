import { expect, test } from 'vitest';
import type { OutcomeStore } from '../../shared/sessions/ports.ts';

const time = Date.UTC(2026, 10, 1);

/** The promises of `OutcomeStore`. */
export function testOutcomeStore(open: () => Promise<OutcomeStore>): void {
  test('the first outcome under a key stands until it is too old', async () => {
    const store = await open();
    const key = crypto.randomUUID();

    expect(await store.get(key, time)).toBeUndefined();
    expect(await store.keep(key, { outcome: 'DN', time }, time)).toBe('DN');
    expect(await store.keep(key, { outcome: 'NN', time: time + 1 }, time)).toBe('DN');
    expect(await store.get(key, time)).toBe('DN');

    expect(await store.get(key, time + 1)).toBeUndefined();
    expect(await store.keep(key, { outcome: 'NN', time: time + 2 }, time + 1)).toBe('NN');
    expect(await store.get(key, time + 1)).toBe('NN');
  });

  test('of many at once one stands, and ten thousand outcomes fit', async () => {
    const store = await open();
    const key = crypto.randomUUID();
    const outcomes = ['D', 'N'].map((letter) => letter.repeat(10_000));

    const kept = await Promise.all(outcomes.map((outcome) => store.keep(key, { outcome, time }, time)));

    expect(kept[0]).toBe(kept[1]);
    expect(outcomes).toContain(kept[0]);
  });

  test('what is older than a time is purged, the rest stays', async () => {
    const store = await open();
    const key = crypto.randomUUID();
    await store.keep(key, { outcome: 'D', time: Date.now() }, 0);

    await store.purge(Date.now() - 3_600_000);
    expect(await store.get(key, 0)).toBe('D');
    await store.purge(Date.now() + 3_600_000);
    await store.purge(Date.now() + 3_600_000);

    expect(await store.get(key, 0)).toBeUndefined();
  });
}
