import { SallyportError } from '../contracts/errors.ts';
import type { GroupMember, GroupReader } from './groups.ts';

/** Who was put into a group, or taken out of one, is noticed at the latest after this long. */
const maxAgeMs = 300_000;
/** After a failure the directory is left in peace, and callers are told at once. */
const retryAfterMs = 5_000;
/** Of all entries together: some 30 MB. One principal may have 11,000. */
const maxIds = 200_000;

type Entry = { readonly since: number; readonly groups: ReturnType<GroupReader['groupsOf']>; size: number };

/** A reader that asks once for many calls. It remembers answers only, never that there was none. */
export function cacheGroups(deps: { readonly groups: GroupReader; readonly now: () => number }): GroupReader {
  const entries = new Map<string, Entry>();
  let failure: { readonly at: number; readonly error: SallyportError } | undefined;

  const isFresh = (since: number, forMs: number): boolean => Math.abs(deps.now() - since) < forMs;
  const read = async (member: GroupMember) => {
    if (failure !== undefined && isFresh(failure.at, retryAfterMs)) throw failure.error;
    try {
      return await deps.groups.groupsOf(member);
    } catch (thrown) {
      const error = SallyportError.from(thrown);
      if (error.code === 'DirectoryUnavailable') failure = { at: deps.now(), error };
      throw thrown;
    }
  };
  const remember = (key: string, member: GroupMember): Entry => {
    const entry: Entry = { since: deps.now(), groups: read(member), size: 1 };
    entries.delete(key);
    entries.set(key, entry);
    entry.groups.then(
      (groups) => {
        entry.size = 1 + (groups?.length ?? 0);
        forgetOldest(entries);
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  };
  return {
    groupsOf: (member) => {
      const key = `${member.kind} ${member.principalId.toLowerCase()}`;
      const known = entries.get(key);
      return (known !== undefined && isFresh(known.since, maxAgeMs) ? known : remember(key, member)).groups;
    },
  };
}

/** The last one stays, however large: it was just asked for. */
function forgetOldest(entries: Map<string, Entry>): void {
  let total = 0;
  for (const { size } of entries.values()) total += size;
  for (const [key, { size }] of entries) {
    if (total <= maxIds || entries.size === 1) return;
    entries.delete(key);
    total -= size;
  }
}
