import type { Caller } from './caller.ts';

export type GroupMember = Pick<Caller, 'principalId' | 'kind'>;

/** Who is in which group, for those of whom an access token does not say it: beyond 200 groups it names none. */
export type GroupReader = {
  /**
   * The ids of every group that the principal is in, transitively, in lower case: all of them, or it rejects with
   * `DirectoryUnavailable` (`StorageUnavailable` where a table answers). Undefined when the principal is not known.
   */
  groupsOf(member: GroupMember): Promise<readonly string[] | undefined>;
};
