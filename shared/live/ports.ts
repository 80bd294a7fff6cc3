import type { ChangeKind, ListFrame } from '../contracts/liveList.ts';
import type { Session } from '../sessions/session.ts';

/** Tells portals what changed. Returns at once and never throws: a change does not depend on who is told of it. */
export type SessionFeed = { publish(kind: ChangeKind, session: Session): void };

/** One portal that watches one bastion's list. */
export type Subscription = {
  readonly subscriptionId: string;
  readonly bastionId: string;
  readonly principalId: string;
  /** As the access token said; Entra is not asked again. */
  readonly groups: readonly string[];
  /** SHA-256 of the ticket that may still be used to connect; undefined once it was used. */
  readonly ticketHash: string | undefined;
  /** When a sweep looks at it next. */
  readonly dueAt: number;
};
export type StoredSubscription = { readonly value: Subscription; readonly version: string };

export type SubscriptionStore = {
  insert(subscription: Subscription): Promise<void>;
  get(subscriptionId: string): Promise<StoredSubscription | undefined>;
  /** False, and nothing changed, when the subscription is no longer at `version`. */
  replace(subscription: Subscription, version: string): Promise<boolean>;
  /** May be repeated. */
  remove(subscriptionId: string): Promise<void>;
  due(now: number): Promise<readonly StoredSubscription[]>;
  /** How many subscriptions one person has. */
  countOf(principalId: string): Promise<number>;
};

/** The hub `portal`. */
export type PortalMessaging = {
  /** A client URL that hears one group and may not say anything; `userId` holds the ticket that opens it once. */
  subscriberUrl(subscriber: { readonly userId: string; readonly group: string }): Promise<string>;
  publish(group: string, frame: ListFrame): Promise<void>;
  isConnected(userId: string): Promise<boolean>;
  /** Closes every connection of a subscriber and discards its recovery. May be repeated. */
  close(userId: string): Promise<void>;
};
