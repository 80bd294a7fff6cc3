import { expect, test } from 'vitest';
import type { HostKeyStore } from '../../shared/sessions/hostKeys.ts';

const key = (letter: string) => ({
  algorithm: 'ssh-ed25519',
  fingerprint: `SHA256:${letter.repeat(43)}`,
  pinnedAt: Date.UTC(2026, 10, 1),
  pinnedBy: 'alice@contoso.example',
});
let serial = 0;
const aPortId = (): string => String((serial += 1)).padStart(24, '0');

/** The promises of `HostKeyStore`. */
export function testHostKeyStore(open: () => Promise<HostKeyStore>): void {
  test('the first key of a server stays, whoever comes later', async () => {
    const store = await open();
    const portId = aPortId();

    expect(await store.get(portId)).toBeUndefined();
    expect(await store.pin(portId, key('a'))).toEqual(key('a'));
    expect(await store.pin(portId, key('b'))).toEqual(key('a'));

    expect(await store.get(portId)).toEqual(key('a'));
  });

  test('of many first uses at once all learn of the same key', async () => {
    const store = await open();
    const portId = aPortId();

    const held = await Promise.all(['a', 'b', 'c', 'd'].map((letter) => store.pin(portId, key(letter))));

    expect(new Set(held.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(await store.get(portId)).toEqual(held[0]);
  });

  test('a forgotten key makes way for another; forgetting may be repeated', async () => {
    const store = await open();
    const portId = aPortId();
    await store.pin(portId, key('a'));

    expect(await store.forget(portId)).toEqual(key('a'));
    expect(await store.forget(portId)).toBeUndefined();

    expect(await store.pin(portId, key('b'))).toEqual(key('b'));
  });
}
