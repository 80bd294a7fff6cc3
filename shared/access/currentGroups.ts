import { SallyportError } from '../contracts/errors.ts';
import type { Caller } from './caller.ts';
import type { GroupReader } from './groups.ts';

/** Absent: nobody knows more about groups than a token says. */
export type CurrentGroupDeps = { readonly groups?: GroupReader };

/**
 * The groups of somebody who goes on for longer than a token lasts. Those known at the beginning count where the
 * directory does not know the principal, and while it does not answer: its outage ends nobody's console.
 */
export async function currentGroups(
  deps: CurrentGroupDeps,
  held: { readonly principalId: string; readonly kind?: Caller['kind']; readonly groups: readonly string[] },
): Promise<readonly string[]> {
  const { principalId, kind = 'User', groups } = held;
  try {
    return (await deps.groups?.groupsOf({ principalId, kind })) ?? groups;
  } catch (thrown) {
    const { code } = SallyportError.from(thrown);
    if (code === 'DirectoryUnavailable' || code === 'AuthenticationFailed') return groups;
    throw thrown;
  }
}
