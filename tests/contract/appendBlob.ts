import { expect, test } from 'vitest';
import type { AppendBlob } from '../../shared/console/appendBlob.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const text = (read: Uint8Array): string => String(Buffer.from(read));

/** What the boot log relies on. `create` gives a blob that does not exist yet. */
export function appendBlobContract(
  create: () => AppendBlob,
  /** One blob, as two processes have it. */
  createTwo: () => readonly [AppendBlob, AppendBlob],
): void {
  test('once somebody else has written, nothing can be until the blob is opened again', async () => {
    const [mine, other] = createTwo();
    await mine.open();
    await mine.append(bytes('mine'), 0);
    await other.open();
    await other.setMetadata({ fence: '2' });

    expect(await mine.append(bytes('late'), 4)).toBeUndefined();
    for (const write of [() => mine.setMetadata({}), () => mine.startOver({}), () => mine.seal(1)])
      await expect(write()).rejects.toThrow();

    expect([text(await other.read(0, 100)), await other.listSealed()]).toEqual(['mine', []]);
    expect(await mine.open()).toEqual({ length: 4, blockCount: 1, metadata: { fence: '2' } });
    expect(await mine.append(bytes(' again'), 4)).toBe(2);
  });

  test('its own writes keep nobody from writing on', async () => {
    const blob = create();
    await blob.open();

    await blob.append(bytes('a'), 0);
    await blob.setMetadata({ since: '1' });
    await blob.append(bytes('b'), 1);
    await blob.seal(1);
    await blob.startOver({ since: '2' });
    await blob.append(bytes('c'), 0);

    expect(await blob.open()).toEqual({ length: 1, blockCount: 1, metadata: { since: '2' } });
  });

  test('opening creates an empty blob, and opening again finds it', async () => {
    const blob = create();

    expect(await blob.open()).toEqual({ length: 0, blockCount: 0, metadata: {} });
    await blob.append(bytes('boot'), 0);

    expect(await blob.open()).toEqual({ length: 4, blockCount: 1, metadata: {} });
  });

  test('an append at the right place grows the blob by one block', async () => {
    const blob = create();
    await blob.open();

    expect(await blob.append(bytes('one '), 0)).toBe(1);
    expect(await blob.append(bytes('two'), 4)).toBe(2);

    expect(text(await blob.read(0, 100))).toBe('one two');
  });

  test('an append that is repeated changes nothing', async () => {
    const blob = create();
    await blob.open();
    await blob.append(bytes('once'), 0);

    expect(await blob.append(bytes('once'), 0)).toBeUndefined();
    expect(await blob.append(bytes('later'), 9)).toBeUndefined();

    expect(text(await blob.read(0, 100))).toBe('once');
  });

  test('a part is read from its place, and nothing beyond the end', async () => {
    const blob = create();
    await blob.open();
    expect(await blob.read(0, 10)).toEqual(new Uint8Array(0));
    await blob.append(bytes('0123456789'), 0);

    expect(text(await blob.read(2, 3))).toBe('234');
    expect(text(await blob.read(8, 10))).toBe('89');
    expect(await blob.read(10, 5)).toEqual(new Uint8Array(0));
  });

  test('metadata is kept through appends and replaced as a whole', async () => {
    const blob = create();
    await blob.open();
    await blob.setMetadata({ epoch: 'e1', since: '0' });
    await blob.append(bytes('x'), 0);
    expect((await blob.open()).metadata).toEqual({ epoch: 'e1', since: '0' });

    await blob.setMetadata({ at: '7' });

    expect((await blob.open()).metadata).toEqual({ at: '7' });
  });

  test('starting over empties the blob', async () => {
    const blob = create();
    await blob.open();
    await blob.append(bytes('old'), 0);

    await blob.startOver({ since: '3' });

    expect(await blob.open()).toEqual({ length: 0, blockCount: 0, metadata: { since: '3' } });
  });

  test('a sealed copy has the bytes and the metadata, and stays when the blob starts over', async () => {
    const blob = create();
    await blob.open();
    await blob.setMetadata({ since: '3' });
    await blob.append(bytes('0123456789'), 0);

    await blob.seal(10);
    await blob.startOver({ since: '13' });
    await blob.seal(9);

    expect(await blob.listSealed()).toEqual([
      { number: 9, length: 0, metadata: { since: '13' } },
      { number: 10, length: 10, metadata: { since: '3' } },
    ]);
    expect(text(await blob.read(2, 3, 10))).toBe('234');
    expect(await blob.read(10, 5, 10)).toEqual(new Uint8Array(0));
  });

  test('sealing again under the same number replaces the copy, and removing it may be repeated', async () => {
    const blob = create();
    await blob.open();
    await blob.append(bytes('one'), 0);
    await blob.seal(1);
    await blob.append(bytes(' two'), 3);

    await blob.seal(1);
    expect(text(await blob.read(0, 100, 1))).toBe('one two');
    await blob.removeSealed(1);
    await blob.removeSealed(1);

    expect(await blob.listSealed()).toEqual([]);
  });
}
