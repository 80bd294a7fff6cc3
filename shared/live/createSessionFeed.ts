import { type ChangeKind, listGroup, type SessionChange } from '../contracts/liveList.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import type { Session } from '../sessions/session.ts';
import { toSessionResource } from '../sessions/toResource.ts';
import type { PortalMessaging, SessionFeed } from './ports.ts';

export type FeedDeps = {
  readonly portal: Pick<PortalMessaging, 'publish'>;
  readonly hash: Hash;
  readonly now: () => number;
  /** Tells this process from every other one that publishes. */
  readonly publisher: string;
  readonly onFault: (fault: unknown) => void;
};

/** A message holds 1 MiB, and a session about one KiB. */
const maxChanges = 200;
/** Sessions that wait while the hub is slow. More are not told, which the next frame's number shows. */
const maxWaiting = 5_000;

type Lane = { sequence: number; isSending: boolean; waiting: Map<string, SessionChange> };

/**
 * One frame at a time per bastion: a single change goes at once, what happens meanwhile goes together in the next
 * frame. So a sweep over thousands of sessions costs the hub a handful of calls.
 */
export function createSessionFeed(deps: FeedDeps): SessionFeed {
  const lanes = new Map<string, Lane>();

  async function drain(group: string, lane: Lane): Promise<void> {
    lane.isSending = true;
    while (lane.waiting.size > 0) {
      const changes = [...lane.waiting.values()].slice(0, maxChanges);
      for (const { session } of changes) lane.waiting.delete(session.sessionId);
      lane.sequence += 1;
      const { publisher } = deps;
      try {
        await deps.portal.publish(group, { kind: 'sessions', publisher, sequence: lane.sequence, changes });
      } catch (fault) {
        deps.onFault(fault);
      }
    }
    lane.isSending = false;
  }

  return {
    publish(kind, session) {
      const change = toLiveSession(session, deps.now());
      const group = listGroup(bastionKey(deps.hash, session.bastionId));
      const lane = lanes.get(group) ?? { sequence: 0, isSending: false, waiting: new Map() };
      lanes.set(group, lane);
      if (lane.waiting.size >= maxWaiting) {
        lane.waiting.clear();
        lane.sequence += 1;
      }
      const before = lane.waiting.get(session.sessionId);
      lane.waiting.set(session.sessionId, {
        kind: mergedKind(before?.kind, kind),
        session: change,
      });
      if (!lane.isSending) void drain(group, lane);
    },
  };
}

/** Whoever was not told yet that it is there learns that, and how it is now. */
const mergedKind = (before: ChangeKind | undefined, kind: ChangeKind): ChangeKind =>
  before === 'added' && kind === 'changed' ? before : kind;

function toLiveSession(session: Session, now: number): SessionChange['session'] {
  const { allowedActions: _, ...rest } = toSessionResource(session, now, false);
  return rest;
}
