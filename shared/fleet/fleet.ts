import { z } from 'zod';

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
  /** The bastion under which this target's sessions are listed. */
  bastionId: z.string(),
  /** The one relay that may hold this target's serial port. */
  relayId: z.string(),
  bootDiagnostics: z.strictObject({ enabled: z.boolean(), storageAccountId: z.string() }),
});
export type Target = z.infer<typeof target>;

export const bastion = z.strictObject({
  resourceId: z.string(),
  name: z.string(),
  location: z.string(),
  dnsName: z.string(),
});
export type Bastion = z.infer<typeof bastion>;

export const storageAccount = z.strictObject({
  resourceId: z.string(),
  name: z.string(),
  location: z.string(),
});

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
});
export type Fleet = z.infer<typeof fleet>;

/** Reads the fleet. Each getter resolves undefined for an id that is unknown; ids compare as ARM does. */
export type FleetReader = {
  target(resourceId: string): Promise<Target | undefined>;
  targets(): Promise<readonly Target[]>;
  bastion(resourceId: string): Promise<Bastion | undefined>;
  bastions(): Promise<readonly Bastion[]>;
  relay(relayId: string): Promise<Relay | undefined>;
};
