import type { HeartbeatRequest } from '../contracts/relayApi.ts';

/**
 * A relay's times by the control plane's clock, which everything else about a session is told by: a relay whose
 * clock is wrong must not make anybody look idle. Times of a relay that does not say its own are left as they are.
 */
export function toOwnClock(beat: HeartbeatRequest, now: number): HeartbeatRequest {
  const aheadMs = Date.parse(beat.time ?? '') - now;
  if (Number.isNaN(aheadMs)) return beat;
  return {
    ...beat,
    sessions: beat.sessions.map((session) => {
      const time = new Date(Date.parse(session.lastActivityTime) - aheadMs);
      return Number.isNaN(time.getTime()) ? session : { ...session, lastActivityTime: time.toISOString() };
    }),
  };
}
