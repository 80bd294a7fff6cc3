/** What one person may do so often: open consoles, end sessions, command machines, ask about others, be refused. */
export type RateKind = 'connect' | 'disconnect' | 'command' | 'lookup' | 'refusal';

type Pace =
  | { readonly isTooFast: false }
  /** `isNews`: nobody has been told in this minute that this person is too fast. */
  | { readonly isTooFast: true; readonly retryAfterSeconds: number; readonly isNews: boolean };

export type RateLimits = {
  /** Counts one more, and tells whether it is one too many: then it does not count. */
  count(kind: RateKind, principalId: string): Pace;
};

type Bucket = { left: number; at: number; toldIn: number };

const minuteMs = 60_000;
/** Full buckets are forgotten once a minute when there are so many: they say the same as none. */
const manyBuckets = 10_000;

/**
 * A bucket per person and kind: a minute's worth at once, filled again evenly. Each instance of the app counts for
 * itself; what must never be exceeded has a seat in the tables instead.
 */
export function createRateLimits(deps: {
  readonly now: () => number;
  readonly perMinute: Readonly<Record<RateKind, number>>;
  /** Where they are kept, for those who want to see how many. */
  readonly buckets?: Map<string, Bucket>;
}): RateLimits {
  const { buckets = new Map<string, Bucket>() } = deps;
  let sweptIn = -1;
  return {
    count(kind, principalId) {
      const now = deps.now();
      const most = deps.perMinute[kind];
      const minute = Math.floor(now / minuteMs);
      if (buckets.size >= manyBuckets && minute !== sweptIn) forgetFull(buckets, now, deps.perMinute);
      sweptIn = minute;
      const key = `${kind} ${principalId}`;
      const bucket = buckets.get(key) ?? { left: most, at: now, toldIn: -1 };
      buckets.set(key, bucket);
      bucket.left = filled(bucket, now, most);
      bucket.at = now;
      if (bucket.left >= 1) {
        bucket.left -= 1;
        return { isTooFast: false };
      }
      const isNews = bucket.toldIn !== minute;
      bucket.toldIn = minute;
      return { isTooFast: true, retryAfterSeconds: Math.ceil(((1 - bucket.left) * 60) / most), isNews };
    },
  };
}

/** A clock that goes back fills nothing and takes nothing. */
const filled = ({ left, at }: Bucket, now: number, most: number): number =>
  Math.min(most, left + (Math.max(0, now - at) / minuteMs) * most);

function forgetFull(
  buckets: Map<string, Bucket>,
  now: number,
  perMinute: Readonly<Record<RateKind, number>>,
): void {
  for (const [key, bucket] of buckets) {
    const most = perMinute[key.split(' ')[0] as RateKind];
    if (filled(bucket, now, most) >= most) buckets.delete(key);
  }
}
