import { consoleModes, endReasons, sessionProtocols, sessionStates } from '../../contracts/session.ts';
import { parseResourceId } from '../../fleet/resourceId.ts';
import { minutesIdle, minutesLong, resourceTypeOf, targetNameOf } from '../facts.ts';
import type { ListedSession } from '../session.ts';

/** What a filter is asked about: a session at a moment. */
export type Subject = { readonly session: ListedSession; readonly now: number };

/** One name that filters know. A text with `values` is one of them: another is a slip, not an empty list. */
export type Attribute =
  | {
      readonly kind: 'text';
      readonly read: (subject: Subject) => string | undefined;
      readonly values?: readonly string[];
      readonly isAddress?: true;
    }
  | { readonly kind: 'number' | 'time'; readonly read: (subject: Subject) => number | undefined };

type Texts = {
  [K in keyof ListedSession]-?: ListedSession[K] extends string | undefined ? K : never;
}[keyof ListedSession];

const text = (name: Texts, values?: readonly string[]): Attribute => ({
  kind: 'text',
  read: ({ session }) => session[name],
  ...(values === undefined ? {} : { values }),
});
const address = (name: Texts): Attribute => ({
  kind: 'text',
  read: ({ session }) => session[name],
  isAddress: true,
});
const target = (name: 'subscriptionId' | 'resourceGroup'): Attribute => ({
  kind: 'text',
  read: ({ session }) => parseResourceId(session.targetResourceId)[name],
});

/** The names of the list's members, and `targetName` and `idleMinutes`, which people ask for. */
const attributes: Readonly<Record<string, Attribute>> = {
  sessionId: text('sessionId'),
  userName: text('userName'),
  userEmail: text('userEmail'),
  principalId: text('principalId'),
  targetName: { kind: 'text', read: ({ session }) => targetNameOf(session) },
  targetHostName: text('targetHostName'),
  targetResourceId: text('targetResourceId'),
  targetResourceGroup: target('resourceGroup'),
  targetSubscriptionId: target('subscriptionId'),
  targetIpAddress: address('targetIpAddress'),
  resourceType: { kind: 'text', read: ({ session }) => resourceTypeOf(session), values: ['VM', 'VMSS'] },
  protocol: text('protocol', sessionProtocols),
  sourceIpAddress: address('sourceIpAddress'),
  mode: text('mode', consoleModes),
  state: text('state', sessionStates),
  relayId: text('relayId'),
  endReason: text('endReason', endReasons),
  endedBy: text('endedBy'),
  endMessage: text('endMessage'),
  startTime: { kind: 'time', read: ({ session }) => session.startTime },
  lastActivityTime: { kind: 'time', read: ({ session }) => session.lastActivityTime },
  endTime: { kind: 'time', read: ({ session }) => session.endTime },
  idleMinutes: { kind: 'number', read: ({ session, now }) => minutesIdle(session, now) },
  sessionDurationInMins: { kind: 'number', read: ({ session, now }) => minutesLong(session, now) },
};

export const attributeNames = Object.keys(attributes);

const byKey = new Map(Object.entries(attributes).map(([name, one]) => [name.toLowerCase(), one]));

/** Names match in any letter case, as the list's parameters do. */
export const findAttribute = (name: string): Attribute | undefined => byKey.get(name.toLowerCase());
