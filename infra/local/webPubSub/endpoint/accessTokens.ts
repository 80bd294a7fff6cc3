import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
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

export function createAccessTokens(accessKey: string): AccessTokens {
  // The key is the text itself, not what it would be as base64.
  const key = Buffer.from(accessKey);
  return {
    async verify(token, resource) {
      const payload = await readPayload(token, key);
      if (payload === undefined || !isForAudience(payload.aud, resource)) return undefined;
      const claims = claimsSchema.safeParse(payload);
      return claims.success ? toClientClaims(claims.data, payload) : undefined;
    },
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

function toClientClaims(claims: z.output<typeof claimsSchema>, payload: JWTPayload): ClientClaims {
  const all = Object.entries(payload).map(([name, value]) => [name, toTexts(value)]);
  return {
    userId: claims.sub,
    roles: claims.role,
    groups: claims['webpubsub.group'],
    all: Object.fromEntries(all),
  };
}

function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(toTexts);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
