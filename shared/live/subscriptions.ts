import { type AccessDeps, explainAccess } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { type CurrentGroupDeps, currentGroups } from '../access/currentGroups.ts';
import { isSameSecret } from '../access/isSameSecret.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { listGroup } from '../contracts/liveList.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import { inParallel } from '../sessions/inParallel.ts';
import type { PortalMessaging, StoredSubscription, Subscription, SubscriptionStore } from './ports.ts';

export type SubscriptionDeps = AccessDeps &
  CurrentGroupDeps & {
    readonly subscriptions: SubscriptionStore;
    readonly portal: PortalMessaging;
    readonly hash: Hash;
    readonly newId: () => string;
    /** `length` random bytes. */
    readonly random: (length: number) => Uint8Array;
    /** Milliseconds since 1970. */
    readonly now: () => number;
  };

const listAction = 'Microsoft.Network/bastionHosts/getActiveSessions/action';

/** The user id of a subscriber once it was let in. */
const userOf = (subscriptionId: string): string => `portal-${subscriptionId}`;
const userPattern = /^portal-([0-9a-f-]{36})(?:\.([0-9a-f]{48}))?$/;

/** A URL with which a caller, who may list this bastion's sessions, hears of their changes. It works once. */
export async function subscribe(
  deps: SubscriptionDeps,
  { caller, bastionId }: { readonly caller: Caller; readonly bastionId: string },
): Promise<{ readonly url: string; readonly group: string }> {
  // Not counted to the very last: of many calls at once a few more get through, and the next is refused.
  if ((await deps.subscriptions.countOf(caller.principalId)) >= limits.maxSubscriptionsPerUser)
    throw tooMany();
  const ticket = Array.from(deps.random(24), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const subscription: Subscription = {
    subscriptionId: deps.newId(),
    bastionId,
    principalId: caller.principalId,
    groups: caller.groups,
    ticketHash: deps.hash(ticket),
    dueAt: deps.now() + limits.pendingSeconds * 1000,
  };
  await deps.subscriptions.insert(subscription);
  const group = listGroup(bastionKey(deps.hash, bastionId));
  const userId = `${userOf(subscription.subscriptionId)}.${ticket}`;
  return { url: await deps.portal.subscriberUrl({ userId, group }), group };
}

/**
 * The `connect` event: uses up the ticket by one conditional write, so that a URL that was copied opens nothing
 * after it was used, and asks for the right again. Resolves to the user id to go on with; undefined = refused.
 */
export async function admitSubscriber(deps: SubscriptionDeps, userId: string): Promise<string | undefined> {
  const [, subscriptionId, ticket] = userPattern.exec(userId) ?? [];
  if (subscriptionId === undefined || ticket === undefined) return undefined;
  const found = await deps.subscriptions.get(subscriptionId);
  if (found === undefined || !isSameSecret(deps.hash(ticket), found.value.ticketHash ?? '')) return undefined;
  // Overdue: a sweep is about to forget it.
  if (found.value.dueAt < deps.now() || !(await mayList(deps, found.value))) return undefined;
  const dueAt = deps.now() + limits.connectionCheckSeconds * 1000;
  const admitted = { ...found.value, ticketHash: undefined, dueAt };
  return (await deps.subscriptions.replace(admitted, found.version)) ? userOf(subscriptionId) : undefined;
}

/** The `disconnected` event. */
export async function subscriberGone(deps: SubscriptionDeps, userId: string): Promise<void> {
  const [, subscriptionId] = userPattern.exec(userId) ?? [];
  if (subscriptionId !== undefined) await deps.subscriptions.remove(subscriptionId);
}

function tooMany(): SallyportError {
  return new SallyportError(
    'TooManySubscriptions',
    `You watch ${limits.maxSubscriptionsPerUser} lists at once. Close some, or wait until those that nobody connected to are forgotten.`,
  );
}

/** Ends what nobody holds any more and what its holder may no longer hear. May run twice at once, or be killed. */
export async function sweepSubscriptions(deps: SubscriptionDeps): Promise<{ readonly ended: number }> {
  const due = await deps.subscriptions.due(deps.now());
  const kept = await inParallel(due, (one) => lookAt(deps, one));
  return { ended: kept.filter((isKept) => !isKept).length };
}

async function lookAt(deps: SubscriptionDeps, { value, version }: StoredSubscription): Promise<boolean> {
  const userId = userOf(value.subscriptionId);
  const isThere = value.ticketHash === undefined && (await deps.portal.isConnected(userId));
  if (isThere && (await mayList(deps, value))) {
    const dueAt = deps.now() + limits.connectionCheckSeconds * 1000;
    await deps.subscriptions.replace({ ...value, dueAt }, version);
    return true;
  }
  // First: a crash in between leaves the row, and with it the next sweep.
  await deps.portal.close(userId);
  await deps.subscriptions.remove(value.subscriptionId);
  return false;
}

async function mayList(
  deps: AccessDeps & CurrentGroupDeps,
  { bastionId, principalId, groups }: Subscription,
): Promise<boolean> {
  const principal = { principalId, groups: await currentGroups(deps, { principalId, groups }) };
  const input = { actions: [listAction], scope: bastionId };
  const [decision] = await explainAccess(deps, principal, input);
  return decision?.allowed === true;
}
