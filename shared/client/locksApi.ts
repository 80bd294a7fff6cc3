import { z } from 'zod';
import { type LockResource, lockList, lockResource, type putLockRequest } from '../contracts/lock.ts';
import type { SendRequest } from './request.ts';

const lockVersion = 'api-version=2026-11-01';
const locksPath = (scope: string): string => `${scope}/providers/Sallyport.Access/locks`;

export type NewLock = z.input<typeof putLockRequest>['properties'];

/** Who is kept out of what for now. `scope` is the id of a subscription, a group, a bastion or a machine. */
export function createLocksApi(send: SendRequest) {
  return {
    /** Those at the scope, above it and below it. */
    listLocks: async (scope: string): Promise<readonly LockResource[]> =>
      (await send(lockList, `${locksPath(scope)}?${lockVersion}`)).value,

    /** Ends what it covers at once; the answer says how many sessions that were. */
    putLock: (scope: string, name: string, properties: NewLock): Promise<LockResource> =>
      send(lockResource, `${locksPath(scope)}/${encodeURIComponent(name)}?${lockVersion}`, {
        method: 'PUT',
        body: { properties },
      }),

    /** Undefined when it was gone before. */
    removeLock: (lockId: string): Promise<LockResource | undefined> =>
      send(lockResource.optional(), `${lockId}?${lockVersion}`, { method: 'DELETE' }),
  };
}
