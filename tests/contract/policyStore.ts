import { expect, test } from 'vitest';
import type { PolicyStore } from '../../shared/policies/ports.ts';
import { defaultPolicy } from '../../shared/policies/readPolicy.ts';

let serial = 0;
/** A bastion that no other test of this process has. */
const aKey = (): string => (serial += 1).toString(16).padStart(12, '0');

/** The promises of `PolicyStore`. */
export function testPolicyStore(open: () => Promise<PolicyStore>): void {
  const strict = { ...defaultPolicy, idleTimeoutInMinutes: 15, maxSessions: 3 };

  test('a bastion has no policy until one is put, and then that one', async () => {
    const store = await open();
    const key = aKey();
    expect(await store.get(key)).toBeUndefined();

    const stored = await store.put(key, strict, undefined);

    expect(stored?.policy).toEqual(strict);
    expect(await store.get(key)).toEqual(stored);
    expect(await store.get(aKey())).toBeUndefined();
  });

  test('of two writers with one version one wins, at the first policy and at later ones', async () => {
    const store = await open();
    const key = aKey();
    const other = { ...strict, maxSessions: 4 };

    const first = await Promise.all([store.put(key, strict, undefined), store.put(key, other, undefined)]);
    const present = await store.get(key);
    const second = await Promise.all([
      store.put(key, strict, present?.version),
      store.put(key, other, present?.version),
    ]);

    for (const outcomes of [first, second]) {
      expect(outcomes.filter((one) => one !== undefined)).toHaveLength(1);
    }
    expect(await store.put(key, defaultPolicy, present?.version)).toBeUndefined();
    expect((await store.get(key))?.policy).toEqual(second.find((one) => one !== undefined)?.policy);
  });
}
