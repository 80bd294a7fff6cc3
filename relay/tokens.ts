import * as z from 'zod';
import { azureCredential } from '../shared/azure/credentials.ts';
import type { Fetch } from './httpFetch.ts';

/** The relay's own identity, as a bearer token. */
export type TokenProvider = {
  get(): Promise<string>;
  /** The last token was refused: fetch another one next time. */
  forget(): void;
};

/** Managed identity, or whatever else `DefaultAzureCredential` finds. It caches by itself. */
export function azureTokens(scope: string): TokenProvider {
  return {
    async get() {
      const answer = await azureCredential().getToken(scope);
      if (answer === null) throw new Error('There is no managed identity.');
      return answer.token;
    },
    forget() {},
  };
}

export type ClientCredentials = {
  readonly endpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
};

const tokenResponse = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const renewBeforeMs = 60_000;

/** OAuth 2.0 client credentials grant, for the identity provider of the local stack. */
export function clientCredentialTokens(
  credentials: ClientCredentials,
  deps: { readonly fetch: Fetch; readonly now: () => number },
): TokenProvider {
  let held: { token: string; until: number } | undefined;
  return {
    async get() {
      if (held !== undefined && deps.now() < held.until) return held.token;
      const response = await deps.fetch(credentials.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret,
          scope: credentials.scope,
        }).toString(),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok) throw new Error(`The token endpoint answered ${response.status}.`);
      const { access_token: token, expires_in: seconds } = tokenResponse.parse(await response.json());
      held = { token, until: deps.now() + seconds * 1_000 - renewBeforeMs };
      return token;
    },
    forget() {
      held = undefined;
    },
  };
}
