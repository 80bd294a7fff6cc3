import { z } from 'zod';

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u, 'Use one line without control characters');

/** A name is part of a path: letters, digits, `-` and `_`. */
export const lockName = z.string().regex(/^[\w-]{1,64}$/);

/**
 * `PUT {scope}/providers/Sallyport.Access/locks/{name}`. Without a principal it holds for everybody. Unknown
 * members are refused: a misspelt time must not make a lock that stays.
 */
export const putLockRequest = z.object({
  properties: z.strictObject({
    /** Whose sessions end: a user, an app or a group. */
    principalId: z.guid().optional(),
    /** For people who read the list; decides nothing. */
    principalName: line(256).optional(),
    /** Shown to whoever is cut off or refused, and kept in the audit log. */
    reason: line(500),
    /** From now on. Null: until somebody removes it. */
    durationInMinutes: z.number().int().min(1).max(525_600).nullable().default(null),
    /** For a principal that is you or a group of yours: only somebody else can lift it. */
    allowSelf: z.boolean().default(false),
  }),
});

export const lockResource = z.object({
  id: z.string(),
  name: z.string(),
  type: z.literal('Sallyport.Access/locks'),
  properties: z.object({
    scope: z.string(),
    principalId: z.string().optional(),
    principalName: z.string().optional(),
    reason: z.string(),
    /** ISO 8601. Absent: until it is removed. */
    expiresOn: z.string().optional(),
    createdOn: z.string(),
    createdBy: z.string(),
    createdByPrincipalId: z.string(),
    /** Only in the answer to a PUT: sessions that it ended there and then. */
    endedSessions: z.number().optional(),
  }),
});
export type LockResource = z.infer<typeof lockResource>;

/** Those at the scope, above it and below it; with `$filter=atScope()` those that hold at it. */
export const lockList = z.object({ value: z.array(lockResource) });
