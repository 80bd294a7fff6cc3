import { z } from 'zod';
import type { GroupReader } from '../../shared/access/groups.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { RequestCaller } from './requestCaller.ts';
import { toCaller } from './tokenClaims.ts';
import { withGroups } from './withGroups.ts';

/**
 * Callers that App Service authentication signed in: it puts their claims into a header and takes that header out of
 * what comes from outside. Only behind it may this be used. It stands on a cookie, which browsers send along with
 * requests that other pages make, so the page has to be one of ours for whatever may change something.
 */
export const principalHeader = 'x-ms-client-principal';

export type AppServiceOptions = {
  /** Issuer → its tenant. */
  readonly issuers: ReadonlyMap<string, string>;
  readonly audiences: readonly string[];
  readonly origins: readonly string[];
  readonly groups: GroupReader;
};

const maxHeaderLength = 65_536;
const readMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const principal = z.object({
  auth_typ: z.literal('aad'),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

/** App Service gives some claims the names that .NET knows them by. */
const claimNames: Readonly<Record<string, string>> = {
  'http://schemas.microsoft.com/identity/claims/objectidentifier': 'oid',
  'http://schemas.microsoft.com/identity/claims/tenantid': 'tid',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': 'sub',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'upn',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'email',
};
const singleClaims: ReadonlySet<string> = new Set(
  'aud iss tid oid sub name preferred_username upn unique_name email idtyp hasgroups'.split(' '),
);

export function createAppServiceCaller({
  issuers,
  audiences,
  origins,
  groups,
}: AppServiceOptions): RequestCaller {
  return async ({ method, headers }) => {
    const claims = readClaims(headers.get(principalHeader) ?? '');
    // What signed in through a browser is a person, of whom App Service has an ID token: that names no scope.
    const read = toCaller({ ...claims, scp: 'browser' });
    const tenantId = issuers.get(String(claims.iss));
    if (read === undefined || tenantId !== read.caller.tenantId || !audiences.includes(String(claims.aud))) {
      throw unknownPerson();
    }
    requireOwnPage(origins, method, headers.get('origin'));
    return await withGroups(groups, read);
  };
}

function readClaims(header: string): Readonly<Record<string, unknown>> {
  // Of a header that came twice the decoder would take the first half.
  const isOne = header.length <= maxHeaderLength && /^[\w+/-]+={0,2}$/.test(header);
  const parsed = principal.safeParse(isOne ? parseBase64(header) : undefined);
  if (!parsed.success) throw unknownPerson(parsed.error);
  const claims = parsed.data.claims.map(({ typ, val }) => ({ name: claimNames[typ] ?? typ, val }));
  const single = claims.filter(({ name }) => singleClaims.has(name));
  const names = new Set(single.map(({ name }) => name));
  // Two object ids are nobody's.
  if (names.size !== single.length) throw unknownPerson();
  return {
    ...Object.fromEntries(single.map(({ name, val }) => [name, val])),
    groups: claims.filter(({ name }) => name === 'groups').map(({ val }) => val),
    ...(claims.some(({ name, val }) => name === '_claim_names' && val.includes('groups'))
      ? { hasgroups: true }
      : {}),
  };
}

function parseBase64(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    // What is no JSON has no claims, and is refused as such.
    return undefined;
  }
}

function requireOwnPage(origins: readonly string[], method: string, origin: string | null): void {
  const isOwn = origin !== null && origins.includes(origin);
  if (isOwn || (origin === null && readMethods.has(method))) return;
  throw new SallyportError(
    'OriginNotAllowed',
    'This page may not act for the person who is signed in. Use the portal, or send an access token.',
  );
}

function unknownPerson(cause?: unknown): SallyportError {
  return new SallyportError('AuthenticationFailed', 'The sign-in is not valid here. Sign in again.', {
    cause,
  });
}
