import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { readSecretFile, writeSecretFile } from './secretFile.ts';

const signingKeys = z.object({
  jwks: z.object({ keys: z.array(z.looseObject({ kid: z.string(), d: z.string() })).min(1) }),
  /** Signs the provider's own cookies. */
  cookieKey: z.string().min(32),
});
export type SigningKeys = z.infer<typeof signingKeys>;

/** Kept in `identity-keys.json`, so that tokens survive a restart of the provider. */
export async function ensureSigningKeys(stateFolder: string): Promise<SigningKeys> {
  const path = join(stateFolder, 'identity-keys.json');
  const known = readSecretFile(path);
  if (known !== undefined) return signingKeys.parse(known);
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomBytes(8).toString('hex');
  const key = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
  const made = signingKeys.parse({ jwks: { keys: [key] }, cookieKey: randomBytes(32).toString('base64url') });
  writeSecretFile(path, made);
  return made;
}
