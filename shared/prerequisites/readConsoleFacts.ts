import { type AccessDeps, explainAccess } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { limits } from '../contracts/limits.ts';
import { availabilityAt } from '../fleet/consoleAvailability.ts';
import type { FleetReader, Target } from '../fleet/fleet.ts';
import { type Hash, portIdOf } from '../fleet/keys.ts';
import { parseResourceId, resourceKey } from '../fleet/resourceId.ts';
import { subscription as subscriptionSchema } from '../fleet/subscription.ts';
import type { ConsoleFacts, ConsoleRuleSet } from './consoleFacts.ts';
import { connectAction, storageKeysAction } from './consoleRights.ts';
import type { ConsoleSwitches } from './consoleSwitches.ts';

/** What a relay said last: the part of its heartbeat that counts here. */
type RelayState = {
  readonly heartbeatTime: number;
  readonly ports: readonly { readonly portId: string; readonly power: string }[];
};

export type ConsoleDeps = AccessDeps & {
  readonly fleet: FleetReader;
  readonly relays: { get(relayId: string): Promise<RelayState | undefined> };
  readonly consoleSwitches: ConsoleSwitches;
  readonly consoleRules: ConsoleRuleSet;
  readonly hash: Hash;
  readonly now: () => number;
};

type ConsoleInput = { readonly caller: Caller; readonly target: Target };

/** Reads, all at once, what decides whether this caller may open this machine's serial console now. */
export async function readConsoleFacts(
  deps: ConsoleDeps,
  { caller, target }: ConsoleInput,
): Promise<ConsoleFacts> {
  const { fleet, relays } = deps;
  const [account, relay, switchedOff, place, rights] = await Promise.all([
    fleet.storageAccount(target.bootDiagnostics.storageAccountId),
    relays.get(target.relayId),
    readSwitches(deps, target),
    readPlace(fleet, target),
    readRights(deps, { caller, target }),
  ]);
  const silentMs = deps.now() - (relay?.heartbeatTime ?? 0);
  const portId = portIdOf(deps.hash, target.resourceId);
  return {
    ruleSet: deps.consoleRules,
    target,
    account,
    ...place,
    switchedOff,
    caller: rights,
    isRelayAlive: silentMs <= limits.relayLostSeconds * 1000,
    power: relay?.ports.find((port) => port.portId === portId)?.power,
  };
}

export async function readSwitches(
  deps: Pick<ConsoleDeps, 'consoleSwitches'>,
  { resourceId }: Target,
): Promise<ConsoleFacts['switchedOff']> {
  const { subscriptionId } = parseResourceId(resourceId);
  const off = await deps.consoleSwitches.off(subscriptionId);
  return {
    subscription: off.has(resourceKey(`/subscriptions/${subscriptionId}`)),
    port: off.has(resourceKey(resourceId)),
  };
}

async function readPlace(
  fleet: FleetReader,
  { resourceId, location }: Target,
): Promise<Pick<ConsoleFacts, 'subscription' | 'availability'>> {
  const { subscriptionId } = parseResourceId(resourceId);
  const [known, entries] = await Promise.all([
    fleet.subscription(subscriptionId),
    fleet.consoleAvailability(),
  ]);
  const subscription = known ?? subscriptionSchema.parse({ subscriptionId, displayName: subscriptionId });
  return { subscription, availability: availabilityAt(entries, { cloud: subscription.cloud, location }) };
}

async function readRights(
  deps: AccessDeps,
  { caller, target }: ConsoleInput,
): Promise<ConsoleFacts['caller']> {
  const may = async (action: string, scope: string): Promise<boolean> =>
    (await explainAccess(deps, caller, { actions: [action], scope }))[0]?.allowed === true;
  const { storageAccountId } = target.bootDiagnostics;
  const [mayConnect, mayUseStorage, mayReadStorage] = await Promise.all([
    may(connectAction, target.resourceId),
    may(storageKeysAction, storageAccountId),
    may('Microsoft.Storage/storageAccounts/read', storageAccountId),
  ]);
  return { principalId: caller.principalId, mayConnect, mayUseStorage, mayReadStorage };
}
