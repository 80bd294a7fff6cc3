import type { HeartbeatRequest } from '../contracts/relayApi.ts';

/**
 * A relay's times by the control plane's clock, which everything else about a session is told by: a relay whose
 * clock is wrong must not make anybody look idle, nor busy in times to come. A relay that does not say its own time
 * is taken to have ours.
 */
export function toOwnClock(beat: HeartbeatRequest, now: number): HeartbeatRequest {
  const aheadMs = (Date.parse(beat.time ?? '') || now) - now;
  return {
    ...beat,
    sessions: beat.sessions.map((session) => {
      const time = new Date(Math.min(Date.parse(session.lastActivityTime) - aheadMs, now));
      return Number.isNaN(time.getTime()) ? session : { ...session, lastActivityTime: time.toISOString() };
    }),
  };
}
