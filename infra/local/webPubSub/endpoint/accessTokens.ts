import { decodeJwt, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { isForAudience, type Resource } from './audience.ts';

const list = z.union([z.string().transform((value) => [value]), z.array(z.string())]).default([]);
const claimsSchema = z.object({
  sub: z.string().optional(),
  role: list,
  'webpubsub.group': list,
});

export type ClientClaims = {
  readonly userId: string | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** All claims, each as a list of texts. */
  readonly all: Readonly<Record<string, readonly string[]>>;
};

export type AccessTokens = {
  /** Undefined unless the token is signed with the access key, in time and made for this resource. */
  verify(token: string, resource: Resource): Promise<ClientClaims | undefined>;
  /** As `verify`, for the data plane: where that was asked for, Entra's word counts too, and nobody checks it. */
  admitsCaller(token: string, resource: Resource): Promise<boolean>;
  issue(claims: TokenRequest): Promise<string>;
};

type TokenRequest = {
  readonly audience: string;
  readonly userId: string | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly minutesToExpire: number;
};

const clockToleranceSeconds = 300;
const entraAudience = 'https://webpubsub.azure.com';

type TokenOptions = { readonly accessKey: string; readonly acceptEntraTokens: boolean };

export function createAccessTokens({ accessKey, acceptEntraTokens }: TokenOptions): AccessTokens {
  // The key is the text itself, not what it would be as base64.
  const key = Buffer.from(accessKey);
  const verify: AccessTokens['verify'] = async (token, resource) => {
    const payload = await readPayload(token, key);
    if (payload === undefined || !isForAudience(payload.aud, resource)) return undefined;
    const claims = claimsSchema.safeParse(payload);
    return claims.success ? toClientClaims(claims.data, payload) : undefined;
  };
  return {
    verify,
    admitsCaller: async (token, resource) =>
      (acceptEntraTokens && isEntraToken(token)) || (await verify(token, resource)) !== undefined,
    issue({ audience, userId, roles, groups, minutesToExpire }) {
      const token = new SignJWT({ role: [...roles], 'webpubsub.group': [...groups] })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${minutesToExpire}m`);
      return (userId === undefined ? token : token.setSubject(userId)).sign(key);
    },
  };
}

async function readPayload(token: string, key: Uint8Array): Promise<JWTPayload | undefined> {
  try {
    const verified = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['aud', 'exp'],
    });
    return verified.payload;
  } catch {
    // Whatever is wrong with a token, its bearer learns only that it is not accepted.
    return undefined;
  }
}

/** Who signed it is not asked: this is for code that only has a `TokenCredential`, not for protection. */
function isEntraToken(token: string): boolean {
  try {
    const { aud, exp = Number.POSITIVE_INFINITY } = decodeJwt(token);
    return [aud ?? []].flat().includes(entraAudience) && exp + clockToleranceSeconds > Date.now() / 1_000;
  } catch {
    return false;
  }
}

function toClientClaims(claims: z.output<typeof claimsSchema>, payload: JWTPayload): ClientClaims {
  const all = Object.entries(payload).map(([name, value]) => [name, toTexts(value)]);
  return {
    // An empty one is nobody.
    userId: claims.sub || undefined,
    roles: claims.role,
    groups: claims['webpubsub.group'],
    all: Object.fromEntries(all),
  };
}

function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toTexts);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
