import type { TokenCredential } from '@azure/identity';

let shared: TokenCredential | undefined;
let loaded: Promise<TokenCredential> | undefined;

/** Managed identity in Azure. Its library is loaded with the first token: with keys or locally it never is. */
export function azureCredential(): TokenCredential {
  shared ??= {
    async getToken(scopes, options) {
      loaded ??= import('@azure/identity').then(({ DefaultAzureCredential }) => new DefaultAzureCredential());
      return (await loaded).getToken(scopes, options);
    },
  };
  return shared;
}

/** A setting holds either a connection string (has `Key=` or is Azurite's) or the https address of a service. */
export const isConnectionString = (setting: string): boolean =>
  setting.includes('=') && setting.includes(';');
