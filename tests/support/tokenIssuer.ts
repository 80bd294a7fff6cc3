import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { fakeGroups } from './fakeGroups.ts';

export const issuer = 'https://login.example/70000000-0000-4000-8000-000000000001/v2.0';
export const audience = 'api://sallyport';
export const tenantId = '70000000-0000-4000-8000-000000000001';
export const jwksUri = 'https://login.example/keys';
/** The moment at which test tokens are read. */
export const now = Date.UTC(2026, 10, 21, 7, 0, 0);

/** For a reader of these tokens. Its clock and `fetch` are the test's. */
export const callerOptions = {
  issuers: [issuer],
  audiences: [audience],
  jwksUri,
  tenantIds: [tenantId],
  groups: fakeGroups(),
};

/** A person's token as Entra writes version 2.0. */
export const userClaims = {
  iss: issuer,
  aud: audience,
  tid: tenantId,
  oid: '20000000-0000-4000-8000-000000000002',
  sub: 'pairwise-subject',
  name: 'Oscar Ops',
  preferred_username: 'ops@contoso.example',
  azp: 'sallyport-portal',
  scp: 'access',
  ver: '2.0',
  groups: ['40000000-0000-4000-8000-000000000001'],
  nbf: now / 1000 - 10,
  exp: now / 1000 + 3600,
};

/** An app's own token as Entra writes version 2.0, without the optional claim `idtyp`. */
export const appClaims = {
  iss: issuer,
  aud: audience,
  tid: tenantId,
  oid: '30000000-0000-4000-8000-000000000001',
  sub: '30000000-0000-4000-8000-000000000001',
  azp: 'relay-01',
  roles: ['Sallyport.Relay'],
  ver: '2.0',
  exp: now / 1000 + 3600,
};

export type TokenIssuer = {
  readonly publicJwk: Record<string, unknown>;
  sign(claims: object, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** URLs that were fetched, in order. Change `answer` to break the key set. */
  readonly fetched: string[];
  answer: () => Promise<Response>;
  readonly fetch: (url: string) => Promise<Response>;
};

/** An identity provider of one real key, published without `alg` as Entra does. Nothing listens. */
export async function createTokenIssuer(alg = 'RS256', kid = 'key-1'): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  const fetched: string[] = [];
  const self: TokenIssuer = {
    publicJwk,
    sign: (claims, header) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(privateKey),
    fetched,
    answer: async () => Response.json({ keys: [publicJwk] }),
    fetch: (url) => {
      fetched.push(url);
      return self.answer();
    },
  };
  return self;
}

export const bearer = (token: string): Headers => new Headers({ authorization: `Bearer ${token}` });
