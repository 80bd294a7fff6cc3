import { z } from 'zod';
import { resourceLock } from './resourceLock.ts';

const kinds = ['Storage', 'StorageV2', 'BlobStorage', 'BlockBlobStorage', 'FileStorage'] as const;
const skus = [
  'Standard_LRS',
  'Standard_GRS',
  'Standard_RAGRS',
  'Standard_ZRS',
  'Standard_GZRS',
  'Standard_RAGZRS',
  'Premium_LRS',
  'Premium_ZRS',
] as const;

/** A storage account that holds boot logs. An account that was deleted is not in the fleet. */
export const storageAccount = z.strictObject({
  resourceId: z.string(),
  name: z.string(),
  location: z.string(),
  kind: z.enum(kinds).default('StorageV2'),
  sku: z.enum(skus).default('Standard_LRS'),
  /** Azure Data Lake Storage Gen2. */
  hierarchicalNamespace: z.boolean().default(false),
  minimumTlsVersion: z.enum(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']).default('TLS1_2'),
  allowSharedKeyAccess: z.boolean().default(true),
  firewall: z
    .strictObject({
      defaultAction: z.enum(['Allow', 'Deny']).default('Allow'),
      /** Whether a rule lets the relay of the account's machines in although the default is `Deny`. */
      relayAllowed: z.boolean().default(false),
    })
    .prefault({}),
  lock: resourceLock,
});
export type StorageAccount = z.infer<typeof storageAccount>;
