import { DefaultAzureCredential } from '@azure/identity';

let shared: DefaultAzureCredential | undefined;

/** Managed identity in Azure. Made on first use: with keys or locally it is never needed. */
export function azureCredential(): DefaultAzureCredential {
  shared ??= new DefaultAzureCredential();
  return shared;
}

/** A setting holds either a connection string (has `Key=` or is Azurite's) or the https address of a service. */
export const isConnectionString = (setting: string): boolean =>
  setting.includes('=') && setting.includes(';');
