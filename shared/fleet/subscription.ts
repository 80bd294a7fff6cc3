import { z } from 'zod';

export const clouds = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'] as const;
export type Cloud = (typeof clouds)[number];

/** A subscription whose machines are in the fleet. One that is left out is `Enabled` in the global cloud. */
export const subscription = z.strictObject({
  subscriptionId: z.guid(),
  displayName: z.string(),
  state: z.enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted']).default('Enabled'),
  cloud: z.enum(clouds).default('AzureCloud'),
  /** Names of the management groups above it, the nearest first: what is assigned there holds here. */
  managementGroups: z.array(z.string()).default([]),
});
export type Subscription = z.infer<typeof subscription>;
