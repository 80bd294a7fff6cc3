import { readFileSync } from 'node:fs';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ComputeManagementClient } from '@azure/arm-compute';
import { NetworkManagementClient } from '@azure/arm-network';
import { MicrosoftSerialConsoleClient } from '@azure/arm-serialconsole';
import type { TokenCredential } from '@azure/core-auth';
import type { Addresses } from '../../infra/local/addresses.ts';
import { requestUserToken } from '../../shared/client/requestUserToken.ts';

export const subscriptionId = '00000000-0000-4000-8000-000000000001';

/** The Azure SDK's clients as anybody would make them for this endpoint, signed in as a user of the fleet. */
export async function azureSdk(addresses: Addresses, user: string) {
  const username = `${user}@contoso.example`;
  const token = await requestUserToken({ issuer: addresses.identity, username, fetch });
  return clientsFor(addresses, token);
}

export function clientsFor(addresses: Addresses, token: string) {
  const credential: TokenCredential = {
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 600_000 }),
  };
  const wire = { attempts: [] as string[], loseAnswer: false };
  const options = {
    endpoint: addresses.functionsHttps,
    tlsOptions: { ca: readFileSync(addresses.ca, 'utf8') },
    additionalPolicies: [{ position: 'perRetry' as const, policy: watch(wire) }],
  };
  return {
    wire,
    network: new NetworkManagementClient(credential, subscriptionId, options),
    compute: new ComputeManagementClient(credential, subscriptionId, options),
    serialConsole: new MicrosoftSerialConsoleClient(credential, subscriptionId, options),
    authorization: new AuthorizationManagementClient(credential, subscriptionId, options),
  };
}
export type AzureSdk = ReturnType<typeof clientsFor>;

type Sent = { readonly method: string; readonly url: string };

/**
 * What a client sent, one line per attempt, so that retries count. `loseAnswer` once drops an answer after the
 * call was done, as a connection that breaks does.
 */
function watch(wire: { attempts: string[]; loseAnswer: boolean }) {
  return {
    name: 'watchAttempts',
    async sendRequest<Request extends Sent, Response>(
      request: Request,
      next: (request: Request) => Promise<Response>,
    ): Promise<Response> {
      wire.attempts.push(`${request.method} ${new URL(request.url).pathname}`);
      const response = await next(request);
      if (!wire.loseAnswer) return response;
      wire.loseAnswer = false;
      throw Object.assign(new Error('socket hang up'), { name: 'RestError', code: 'ECONNRESET' });
    },
  };
}

/** Everything that a paged list has. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
