import { expect, test } from 'vitest';
import type { Hash } from '../../shared/fleet/keys.ts';
import type { HeldRightsStore } from '../../shared/sessions/heldRights.ts';
import { aSession, aSessionId, bastion } from '../support/sessionFacts.ts';

/** The promises of `HeldRightsStore`. */
export function testHeldRightsStore(open: () => Promise<HeldRightsStore>, hash: Hash): void {
  const rights = {
    principalId: '20000000-0000-4000-8000-000000000001',
    kind: 'ServicePrincipal' as const,
    groups: Array.from(
      { length: 200 },
      (_, index) => `40000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    ),
    checks: [{ action: 'Microsoft.Compute/virtualMachines/read', scope: bastion }],
  };

  test('rights are read back as they were put, with as many groups as a token names', async () => {
    const store = await open();
    const sessionId = aSessionId(bastion, hash);

    await store.put(sessionId, rights);

    expect(await store.get(sessionId)).toEqual(rights);
  });

  test('rights are read back whole with as many groups as a directory lists', async () => {
    const store = await open();
    const sessionId = aSessionId(bastion, hash);
    const groups = Array.from({ length: 11_000 }, () => crypto.randomUUID());

    await store.put(sessionId, { ...rights, groups });

    expect((await store.get(sessionId))?.groups).toEqual(groups);
  });

  test('the session that rights were put with is read back as it was', async () => {
    const store = await open();
    const session = aSession({ sessionId: aSessionId(bastion, hash), ticketHash: undefined });

    await store.put(session.sessionId, { ...rights, session });

    expect(await store.get(session.sessionId)).toEqual({ ...rights, session });
  });

  test('what was removed, or never put, is not there; removing may be repeated', async () => {
    const store = await open();
    const sessionId = aSessionId(bastion, hash);
    await store.put(sessionId, rights);

    await store.remove(sessionId);
    await store.remove(sessionId);

    expect(await store.get(sessionId)).toBeUndefined();
    expect(await store.get('no-session-id')).toBeUndefined();
  });
}
