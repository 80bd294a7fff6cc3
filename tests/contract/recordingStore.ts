import { expect, test } from 'vitest';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

/** What a recorder relies on. `create` gives the store of a session that was never recorded. */
export function recordingStoreContract(create: () => RecordingStore): void {
  test('chunks are listed in order and read back', async () => {
    const store = create();
    expect(await store.chunks()).toEqual([]);

    expect(await store.create(10, bytes('later'))).toBe(true);
    expect(await store.create(2, bytes('first'))).toBe(true);

    expect(await store.chunks()).toEqual([2, 10]);
    expect(String(Buffer.from(await store.read(10)))).toBe('later');
  });

  test('a chunk is written once: again with the same bytes is fine, with others it is refused', async () => {
    const store = create();
    await store.chunks();
    await store.create(0, bytes('as it was'));

    expect(await store.create(0, bytes('as it was'))).toBe(true);
    expect(await store.create(0, bytes('as it never was'))).toBe(false);

    expect(String(Buffer.from(await store.read(0)))).toBe('as it was');
  });

  test('the statement is there once it was written', async () => {
    const store = create();
    await store.chunks();
    expect(await store.readStatement()).toBeUndefined();

    await store.writeStatement('{"statement":"…"}');

    expect(await store.readStatement()).toBe('{"statement":"…"}');
    expect(await store.chunks()).toEqual([]);
  });
}
