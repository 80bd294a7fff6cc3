import type { RelayRecord } from './ports.ts';

type ServedSession = RelayRecord['sessions'][number];

const known = new WeakMap<RelayRecord, ReadonlyMap<string, ServedSession>>();

/** What a relay says of each session, by id. Made once for a record: a sweep asks it about thousands. */
export function servedBy(relay: RelayRecord): ReadonlyMap<string, ServedSession> {
  const made = known.get(relay) ?? new Map(relay.sessions.map((one) => [one.sessionId, one]));
  known.set(relay, made);
  return made;
}
