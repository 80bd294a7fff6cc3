import type { SessionState } from '../../shared/contracts/session.ts';
import { isLive, type Session } from '../../shared/sessions/session.ts';
import type { SessionWorld } from './sessionWorld.ts';

/** A session's life as a drawing: from where a write may lead to where. `lost` is what no rule does. */
const legal: Readonly<Record<SessionState | 'new' | 'lost', readonly (SessionState | 'archived')[]>> = {
  new: ['Pending'],
  lost: ['Active'],
  Pending: ['Pending', 'Active', 'Disconnecting'],
  Active: ['Active', 'Disconnecting'],
  Disconnecting: ['Ended'],
  Ended: ['archived'],
};

/** Writes down every step of every session that the drawing does not have. */
export function watchTransitions({ deps: { sessions } }: SessionWorld) {
  const illegal: string[] = [];
  const lost = new Set<string>();
  const ends = new Map<string, string>();

  const stateOf = (sessionId: string): SessionState | 'new' | 'lost' => {
    if (lost.has(sessionId)) return 'lost';
    return sessions.live.get(sessionId)?.value.state ?? sessions.ended.get(sessionId)?.state ?? 'new';
  };
  const note = (
    before: SessionState | 'new' | 'lost',
    after: SessionState | 'archived',
    session: Session,
  ) => {
    if (!legal[before].includes(after)) illegal.push(`${session.sessionId}: ${before} → ${after}`);
    const end = [session.endTime, session.endReason, session.endedBy].join();
    const first = ends.get(session.sessionId);
    if (session.endReason === undefined) return;
    if (first !== undefined && first !== end) illegal.push(`${session.sessionId}: ${first} became ${end}`);
    ends.set(session.sessionId, end);
  };

  const { insert, replace, archive } = {
    insert: sessions.insert.bind(sessions),
    replace: sessions.replace.bind(sessions),
    archive: sessions.archive.bind(sessions),
  };
  sessions.insert = async (session) => {
    const before = stateOf(session.sessionId);
    const isThere = sessions.live.has(session.sessionId);
    await insert(session);
    if (isThere) return;
    note(before, session.state, session);
    lost.delete(session.sessionId);
  };
  sessions.replace = async (session, version) => {
    const before = stateOf(session.sessionId);
    const written = await replace(session, version);
    if (written !== undefined) note(before, session.state, session);
    return written;
  };
  sessions.archive = async (session) => {
    note(stateOf(session.sessionId), 'archived', session);
    await archive(session);
  };
  return {
    illegal,
    /** The row of a live session is gone, though no rule has taken it away. */
    lose(sessionId: string): void {
      const session = sessions.live.get(sessionId)?.value;
      if (session === undefined || !isLive(session)) return;
      sessions.live.delete(sessionId);
      lost.add(sessionId);
    },
    lost,
  };
}
