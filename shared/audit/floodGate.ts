/** Refusals of one caller that are kept in one minute. */
const maxPerMinute = 20;
const minuteMs = 60_000;

export type FloodGate = {
  /** `last` = what comes after it is not kept until the minute is over. */
  admit(principalId: string): 'keep' | 'last' | 'drop';
};

/** Somebody who is refused all the time must not fill the audit log. Forgets each minute what was before it. */
export function createFloodGate(deps: { readonly now: () => number }): FloodGate {
  let minute = 0;
  const counts = new Map<string, number>();
  return {
    admit(principalId) {
      const now = Math.floor(deps.now() / minuteMs);
      if (now !== minute) counts.clear();
      minute = now;
      const count = (counts.get(principalId) ?? 0) + 1;
      counts.set(principalId, count);
      if (count > maxPerMinute) return 'drop';
      return count === maxPerMinute ? 'last' : 'keep';
    },
  };
}
