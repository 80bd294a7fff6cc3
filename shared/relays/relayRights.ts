import type { LinkedSession, Messaging } from '../console/messaging.ts';
import { viewerGroups } from '../contracts/groups.ts';
import { limits } from '../contracts/limits.ts';
import { inParallel } from '../sessions/inParallel.ts';

export type RelayRightsDeps = {
  readonly messaging: Pick<Messaging, 'link' | 'revokeLive' | 'notify' | 'closeConnection'>;
  /** The sessions that this relay has to serve, as they are at the time of the call. */
  readonly readSessions: () => Promise<readonly LinkedSession[]>;
};

/**
 * Takes the right to ports that their last viewer left, and returns the sessions that have come to them since.
 * A session is written before its right is granted, and read here after the right was taken: one of the two
 * sees the other. A port that is left and watched again is returned as well, because a call that died in
 * between may have taken its right.
 */
export async function revokeLeft(
  deps: RelayRightsDeps,
  input: {
    readonly connectionId: string;
    readonly leftPorts: readonly string[];
    readonly sessions: readonly LinkedSession[];
  },
): Promise<readonly LinkedSession[]> {
  const left = new Set(input.leftPorts);
  const watched = watchersOf(input.sessions);
  const unwatched = [...left].filter((portId) => !watched.has(portId));
  await inParallel(unwatched, (portId) => deps.messaging.revokeLive(input.connectionId, portId));
  const present = unwatched.length === 0 ? watched : watchersOf(await deps.readSessions());
  return [...present].filter(([portId]) => left.has(portId)).map(([, session]) => session);
}

/**
 * Links sessions to the relay's connection. One that holds all the rights it can, more of them than its sessions
 * need, is closed: the relay comes back at once with what it needs. If they do need more, who has to do without
 * is told.
 */
export async function linkSessions(
  deps: RelayRightsDeps,
  input: {
    readonly connectionId: string;
    readonly unlinked: readonly LinkedSession[];
    readonly sessions: readonly LinkedSession[];
  },
): Promise<void> {
  const { messaging } = deps;
  const links = await inParallel(input.unlinked, async (session) => ({
    session,
    isWhole: await messaging.link(input.connectionId, session),
  }));
  const refused = links.filter(({ isWhole }) => !isWhole);
  if (refused.length === 0) return;
  const needed = new Set(input.sessions.flatMap(answeredGroups));
  if (needed.size <= limits.maxConnectionRights) return await messaging.closeConnection(input.connectionId);
  await inParallel(refused, ({ session }) =>
    messaging.notify(session.sessionId, { kind: 'error', error: full }),
  );
}

const full = {
  code: 'RelayUnavailable',
  message: 'The relay of this machine shows as many consoles as it can. Wait until others have been closed.',
} as const;

/** Where a relay sends what one session is shown. */
export function answeredGroups(session: LinkedSession): string[] {
  const { live, down } = viewerGroups(session);
  return [...new Set([live, down])];
}

/** One session for each port that is watched: whichever it is, the right is the same. */
function watchersOf(sessions: readonly LinkedSession[]): ReadonlyMap<string, LinkedSession> {
  const serial = sessions.filter(({ protocol }) => protocol === 'Serial');
  return new Map(serial.map((session) => [session.portId, session]));
}
