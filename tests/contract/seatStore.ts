import { expect, test } from 'vitest';
import type { SeatStore } from '../../shared/sessions/ports.ts';

let serial = 0;
/** A group that no other test of this process has. */
const aGroup = (): string => `group_${(serial += 1)}`;

/** The promises of `SeatStore`. */
export function testSeatStore(open: () => Promise<SeatStore>): void {
  test('a seat that nobody has is taken by one of many who want it', async () => {
    const store = await open();
    const group = aGroup();
    const wanting = Array.from({ length: 8 }, (_, index) => `s${index}`);

    const taken = await Promise.all(
      wanting.map((sessionId) => store.take(group, { index: 0, sessionId, instead: undefined })),
    );

    expect(taken.filter(Boolean)).toHaveLength(1);
    const winner = wanting[taken.indexOf(true)];
    expect(await store.list(group)).toMatchObject([{ index: 0, sessionId: winner }]);
    expect(await store.take(group, { index: 0, sessionId: winner ?? '', instead: undefined })).toBe(true);
  });

  test('a seat is taken from the one that has it by its version, once', async () => {
    const store = await open();
    const group = aGroup();
    await store.take(group, { index: 3, sessionId: 's1', instead: undefined });
    const [before] = await store.list(group);

    const taken = await Promise.all(
      ['s2', 's3'].map((sessionId) => store.take(group, { index: 3, sessionId, instead: before?.version })),
    );

    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.take(group, { index: 3, sessionId: 's4', instead: before?.version })).toBe(false);
    expect(await store.list(group)).toMatchObject([{ index: 3, sessionId: taken[0] ? 's2' : 's3' }]);
  });

  test('seats of one group are its own, in the order of their numbers', async () => {
    const store = await open();
    const [group, other] = [aGroup(), aGroup()];
    for (const index of [10, 2])
      await store.take(group, { index, sessionId: `s${index}`, instead: undefined });

    expect((await store.list(group)).map(({ index }) => index)).toEqual([2, 10]);
    expect(await store.list(other)).toEqual([]);
  });
}
