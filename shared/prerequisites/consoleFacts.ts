import type { ConsoleAvailability } from '../fleet/consoleAvailability.ts';
import type { Target } from '../fleet/fleet.ts';
import type { StorageAccount } from '../fleet/storageAccount.ts';
import type { Subscription } from '../fleet/subscription.ts';

/**
 * `2020`: managed storage and storage firewalls are not supported at all. `current`: managed storage is, and so
 * is a firewall that lets the relay in. As Azure changed it in July 2022.
 */
export const consoleRuleSets = ['current', '2020'] as const;
export type ConsoleRuleSet = (typeof consoleRuleSets)[number];

/** All that decides whether a serial console may be opened, for one caller and one machine. */
export type ConsoleFacts = {
  readonly ruleSet: ConsoleRuleSet;
  readonly target: Target;
  /** Undefined: the fleet has no such account. */
  readonly account: StorageAccount | undefined;
  readonly subscription: Subscription;
  readonly availability: ConsoleAvailability['availability'];
  readonly switchedOff: { readonly subscription: boolean; readonly port: boolean };
  readonly caller: {
    readonly principalId: string;
    readonly mayConnect: boolean;
    /** Has the right on the account's keys that Azure asks for. */
    readonly mayUseStorage: boolean;
    readonly mayReadStorage: boolean;
  };
  readonly isRelayAlive: boolean;
  /** Undefined: nobody said. */
  readonly power: string | undefined;
};
