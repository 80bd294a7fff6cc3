import { targetName } from '../../shared/client/armResources.ts';
import type { SessionList, SessionResource } from '../../shared/contracts/session.ts';
import { formatMinutes, formatTime } from '../output/formatTime.ts';
import type { Output } from '../output/output.ts';

const headers = ['SESSION', 'USER', 'TARGET', 'PROTOCOL', 'MODE', 'SOURCE', 'STARTED', 'FOR', 'STATE'];

export function showSessions(out: Output, sessions: readonly SessionResource[]): void {
  out.table(headers, sessions.map(toRow));
}

function toRow(session: SessionResource): string[] {
  return [
    session.sessionId,
    session.userEmail || session.userName,
    targetName(session.targetResourceId) || session.targetHostName,
    session.protocol,
    session.mode,
    session.sourceIpAddress || '-',
    formatTime(session.startTime),
    formatMinutes(session.sessionDurationInMins),
    session.endReason === undefined ? session.state : `${session.state} (${session.endReason})`,
  ];
}

/** What makes a list less than the whole truth. */
export function noteDoubts(out: Output, { stale, unansweredRelays = [] }: SessionList): void {
  if (stale === true) {
    out.note('Session monitoring is blocked at this bastion: the list is as last known.');
  }
  if (unansweredRelays.length > 0) {
    out.note(`No answer from ${unansweredRelays.join(', ')}: the sessions there are as last known.`);
  }
}
