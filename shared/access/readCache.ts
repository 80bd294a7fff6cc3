export type ReadCache = {
  /** What `read` gave for this key, at most `maxStaleMs` ago. Rejects as `read` does once there is nothing so young. */
  get<T>(key: string, read: () => Promise<T>): Promise<T>;
  /** Whoever asks from now on gets what is read from now on; at most once in five seconds. */
  forget(): void;
};

type Entry = { readonly since: number; readonly value: Promise<unknown> };

/** Anybody may ask for it: a service that is busy is not asked everything anew with each call. */
const forgetEveryMs = 5_000;
/** The one that was read longest ago goes first. */
const maxEntries = 10_000;

/**
 * One reading for all who ask at once. From half of `maxStaleMs` on the next one is fetched while the last one still
 * answers, so that whoever asks regularly never waits, and a short outage is not noticed. An age is counted from when
 * the reading began. A clock that was set back makes everything old.
 */
export function createReadCache(deps: {
  readonly now: () => number;
  readonly maxStaleMs: number;
}): ReadCache {
  let known = new Map<string, Entry>();
  let onTheWay = new Map<string, Entry>();
  let forgotAt = Number.NEGATIVE_INFINITY;

  const ageOf = ({ since }: Entry): number => Math.abs(deps.now() - since);
  const isYoung = (entry: Entry | undefined, forMs: number): entry is Entry =>
    entry !== undefined && ageOf(entry) < forMs;

  /** An answer counts only for those maps that were in use when it was asked for. */
  function start(key: string, read: () => Promise<unknown>): Entry {
    const [into, from] = [known, onTheWay];
    const entry: Entry = { since: deps.now(), value: read() };
    from.set(key, entry);
    const leave = (): void => {
      if (from.get(key) === entry) from.delete(key);
    };
    entry.value.then(() => {
      leave();
      into.delete(key);
      into.set(key, entry);
      for (const oldest of into.keys()) {
        if (into.size <= maxEntries) break;
        into.delete(oldest);
      }
    }, leave);
    return entry;
  }

  return {
    get: async <T>(key: string, read: () => Promise<T>): Promise<T> => {
      const last = known.get(key);
      const next = onTheWay.get(key);
      const isUnderWay = isYoung(next, deps.maxStaleMs);
      if (isYoung(last, deps.maxStaleMs)) {
        if (!isYoung(last, deps.maxStaleMs / 2) && !isUnderWay) start(key, read);
        return (await last.value) as T;
      }
      return (await (isUnderWay ? next : start(key, read)).value) as T;
    },
    forget: () => {
      if (Math.abs(deps.now() - forgotAt) < forgetEveryMs) return;
      forgotAt = deps.now();
      known = new Map();
      onTheWay = new Map();
    },
  };
}
