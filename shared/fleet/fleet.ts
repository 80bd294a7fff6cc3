import { z } from 'zod';
import { type ConsoleAvailability, consoleAvailability } from './consoleAvailability.ts';
import { bastionSubnet, type NetworkSecurityGroup, networkSecurityGroup } from './networkSecurityGroup.ts';
import { resourceLock } from './resourceLock.ts';
import { type StorageAccount, storageAccount } from './storageAccount.ts';
import { type Subscription, subscription } from './subscription.ts';

/**
 * The part of Azure that Sallyport knows. Read from the table `fleet`; locally it is seeded from
 * `infra/local/fleet.json`, which this schema describes too.
 */
const osTypes = ['Linux', 'Windows'] as const;

export const target = z.strictObject({
  /** A virtual machine or a scale-set instance. */
  resourceId: z.string(),
  name: z.string(),
  vmId: z.guid(),
  location: z.string(),
  osType: z.enum(osTypes),
  computerName: z.string(),
  privateIpAddress: z.string(),
  /** The interface that holds this address: who connects through a bastion needs to read it. */
  networkInterfaceId: z.string(),
  /** The bastion under which this target's sessions are listed. */
  bastionId: z.string(),
  /** The one relay that may hold this target's serial port. */
  relayId: z.string(),
  bootDiagnostics: z.strictObject({
    enabled: z.boolean(),
    /** Where the boot log is written to, whoever owns the account. */
    storageAccountId: z.string(),
    /** `managed`: the platform owns the account, and nobody needs a role on it. */
    storage: z.enum(['custom', 'managed']).default('custom'),
    /** As it was set at the machine; left out, the account's own https address. */
    storageUri: z.string().optional(),
  }),
  /** Ends the guest's shell when its operator leaves, is taken over or disconnected. */
  logOutOnLeave: z.boolean().default(false),
  deploymentModel: z.enum(['ResourceManager', 'Classic']).default('ResourceManager'),
  provisioningState: z
    .enum(['Succeeded', 'Creating', 'Updating', 'Migrating', 'Deleting', 'Failed'])
    .default('Succeeded'),
  /** Whether somebody can log in with a password inside of the guest. Azure does not know; people do. */
  passwordUser: z.enum(['present', 'absent', 'unknown']).default('unknown'),
  /** Of a scale-set instance: what its model says, and whether the instance was upgraded to it. */
  scaleSet: z
    .strictObject({
      latestModelApplied: z.boolean().default(true),
      modelBootDiagnostics: z.boolean().default(true),
    })
    .prefault({}),
  lock: resourceLock,
});
export type Target = z.infer<typeof target>;

export const bastion = z.strictObject({
  resourceId: z.string(),
  name: z.string(),
  location: z.string(),
  dnsName: z.string(),
  /** Left out: not known, so whether its rules let session monitoring through is not known either. */
  subnet: bastionSubnet.optional(),
});
export type Bastion = z.infer<typeof bastion>;

/** A relay and the service principal that may speak for it. */
export const relay = z.strictObject({
  relayId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  principalId: z.guid(),
});
type Relay = z.infer<typeof relay>;

export const fleet = z.strictObject({
  targets: z.array(target),
  bastions: z.array(bastion),
  storageAccounts: z.array(storageAccount),
  relays: z.array(relay),
  networkSecurityGroups: z.array(networkSecurityGroup).default([]),
  subscriptions: z.array(subscription).default([]),
  /** What differs from where Azure offers the serial console. */
  consoleAvailability: z.array(consoleAvailability).default([]),
});
export type Fleet = z.infer<typeof fleet>;

/** Reads the fleet. Each getter resolves undefined for an id that is unknown; ids compare as ARM does. */
export type FleetReader = {
  target(resourceId: string): Promise<Target | undefined>;
  targets(): Promise<readonly Target[]>;
  bastion(resourceId: string): Promise<Bastion | undefined>;
  bastions(): Promise<readonly Bastion[]>;
  networkSecurityGroup(resourceId: string): Promise<NetworkSecurityGroup | undefined>;
  networkSecurityGroups(): Promise<readonly NetworkSecurityGroup[]>;
  relay(relayId: string): Promise<Relay | undefined>;
  storageAccount(resourceId: string): Promise<StorageAccount | undefined>;
  subscription(subscriptionId: string): Promise<Subscription | undefined>;
  consoleAvailability(): Promise<readonly ConsoleAvailability[]>;
};
