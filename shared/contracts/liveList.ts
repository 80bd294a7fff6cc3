import { z } from 'zod';
import { sessionResource } from './session.ts';

/** The hub that pushes changes of session lists to portals. Its clients only listen. */
export const portalHub = 'portal';

/** Everybody who watches one bastion's list. `bastionKey` is hex. */
export const listGroup = (bastionKey: string): string => `sessions-${bastionKey}`;

/** A session as everybody sees it: what a reader may do to it is the reader's own. */
const liveSession = sessionResource.omit({ allowedActions: true });

const changeKinds = ['added', 'changed', 'ended'] as const;
export type ChangeKind = (typeof changeKinds)[number];

const sessionChange = z.object({ kind: z.enum(changeKinds), session: liveSession });
export type SessionChange = z.infer<typeof sessionChange>;

/**
 * Changes of one list. Each publisher counts its own frames from 1, also those that it could not send: a number
 * that is left out is a hole, and the list has to be read again.
 */
export const listFrame = z.object({
  kind: z.literal('sessions'),
  publisher: z.string(),
  sequence: z.number().int().positive(),
  changes: z.array(sessionChange),
});
export type ListFrame = z.infer<typeof listFrame>;

/** `POST {bastion}/sessions/subscribe`. */
export const subscribeResponse = z.object({
  /** A Web PubSub client URL, usable once and for two minutes. Holds a secret: never log it. */
  connectionString: z.string(),
  group: z.string(),
  /** What the caller may do to each session that the group tells of, as long as it is live. */
  allowedActions: z.array(z.string()),
});
export type SubscribeResponse = z.infer<typeof subscribeResponse>;
