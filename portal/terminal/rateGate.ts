/** Lets through the first of many in `everyMs`. `now` in milliseconds. */
export function createRateGate(everyMs: number, now: () => number): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - last < everyMs) return false;
    last = now();
    return true;
  };
}
