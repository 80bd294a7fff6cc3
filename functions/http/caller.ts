import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import type { Caller } from '../../shared/access/caller.ts';
import type { GroupReader } from '../../shared/access/groups.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { expandIssuers, signsFor } from './expandIssuers.ts';
import { createKeyFetch } from './fetchKeys.ts';
import { toCaller } from './tokenClaims.ts';
import { withGroups } from './withGroups.ts';

type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256';

export type CallerReaderOptions = {
  /** Exactly as the tokens have them, but for `{tenantid}`. */
  readonly issuers: readonly string[];
  /** In version 1.0 the application's URI, in 2.0 its client id. */
  readonly audiences: readonly string[];
  /** The only place that keys come from: nothing in a token names another. */
  readonly jwksUri: string;
  /** Whose people and apps may call at all. Nobody of another tenant, not even with a role assigned. */
  readonly tenantIds: readonly string[];
  /** Knows the groups that a token leaves out. */
  readonly groups: GroupReader;
  /** Entra signs with RS256. A token does not choose. */
  readonly algorithms?: readonly SigningAlgorithm[];
  readonly now?: () => number;
  readonly fetch?: (url: string, options: RequestInit) => Promise<Response>;
};

/**
 * Resolves who sent a request with these headers. Rejects with `AuthenticationFailed` for a missing or unusable
 * token, with `IdentityProviderUnavailable` when the keys to check it cannot be had, and with `DirectoryUnavailable`
 * when the groups that it leaves out cannot.
 */
export type ReadCaller = (headers: { get(name: string): string | null }) => Promise<Caller>;

/** How far the clocks of Entra and Sallyport may be apart, for `exp` and `nbf` alike. */
const clockSkewSeconds = 60;

/** HTTP servers stop at 16 KiB of headers; a longer token was not issued by Entra. */
const maxTokenLength = 16_384;

export function createCallerReader(options: CallerReaderOptions): ReadCaller {
  const { audiences, tenantIds, algorithms = ['RS256'], now = Date.now } = options;
  requireValues({ issuers: options.issuers, audiences, tenantIds, algorithms });
  const issuers = expandIssuers(options);
  const tenants = new Set(issuers.values());
  const isOurs = (key: { readonly issuer?: unknown }): boolean => signsFor(tenants, key.issuer);
  const keys = createRemoteJWKSet(new URL(options.jwksUri), {
    [customFetch]: createKeyFetch({ now, fetch: options.fetch ?? fetch, isOurs }),
  });
  const verify = (token: string) =>
    jwtVerify(token, keys, {
      issuer: [...issuers.keys()],
      audience: [...audiences],
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(now()),
    });
  return async (headers) => {
    const token = readBearerToken(headers.get('authorization'));
    const { payload } = await verify(token).catch(rethrow);
    const read = toCaller(payload);
    if (read === undefined || read.caller.tenantId !== issuers.get(payload.iss ?? '')) throw invalidToken();
    return await withGroups(options.groups, read);
  };
}

/** A setting that is empty must stop the start, not turn a check off. */
function requireValues(values: Readonly<Record<string, readonly string[]>>): void {
  const missing = Object.keys(values).filter((name) => !values[name]?.length || values[name].includes(''));
  if (missing.length > 0) throw new Error(`Access tokens cannot be checked without ${missing.join(', ')}.`);
}

function readBearerToken(header: string | null): string {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
  if (token !== undefined && token.length <= maxTokenLength) return token;
  throw new SallyportError(
    'AuthenticationFailed',
    "Authentication failed. Send an access token in the header 'Authorization: Bearer …'.",
  );
}

function rethrow(thrown: unknown): never {
  if (thrown instanceof SallyportError) throw thrown;
  throw invalidToken(thrown);
}

/** One sentence whatever is wrong: which check failed is for the log. */
function invalidToken(cause?: unknown): SallyportError {
  return new SallyportError('AuthenticationFailed', 'The access token is not valid here. Sign in again.', {
    cause,
  });
}
