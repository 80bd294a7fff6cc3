import type { Timeline } from './timeline.ts';

/**
 * Where playing leads to from `fromMs` in `playedMs` of the recording's own time. Silence longer than `maxIdleMs` is
 * cut to that length: what is left of it is jumped over. It counts from the last output, or from `since`, where
 * playing began: who goes into a silence is not thrown out of it at once.
 */
export function advance(
  timeline: Pick<Timeline, 'countAt' | 'timeOf' | 'endMs'>,
  place: { readonly fromMs: number; readonly since: number },
  played: { readonly playedMs: number; readonly maxIdleMs: number | undefined },
): number {
  const { maxIdleMs = Number.POSITIVE_INFINITY } = played;
  let { fromMs } = place;
  let left = played.playedMs;
  for (let next = timeline.countAt(fromMs); left > 0 && fromMs < timeline.endMs; next += 1) {
    const nextMs = timeline.timeOf(next) ?? timeline.endMs;
    const silentSince = Math.max(place.since, timeline.timeOf(next - 1) ?? 0);
    const cutMs = Math.max(fromMs, silentSince + maxIdleMs);
    if (nextMs <= cutMs) {
      const step = Math.min(left, nextMs - fromMs);
      fromMs += step;
      left -= step;
    } else if (fromMs + left < cutMs) {
      return fromMs + left;
    } else {
      left -= cutMs - fromMs;
      fromMs = nextMs;
    }
  }
  return Math.min(fromMs, timeline.endMs);
}
