import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readSecretFile, writeSecretFile } from './secretFile.ts';

const secrets = z.record(z.string(), z.string().min(32));

/**
 * The client secret of each relay, by relay id, kept in `relay-secrets.json`. Those that are missing are made;
 * the others stay, so that a relay that is running keeps its credential.
 */
export function ensureRelaySecrets(
  stateFolder: string,
  relayIds: readonly string[],
): Readonly<Record<string, string>> {
  const path = join(stateFolder, 'relay-secrets.json');
  const known = secrets.parse(readSecretFile(path) ?? {});
  const missing = relayIds.filter((relayId) => known[relayId] === undefined);
  if (missing.length === 0) return known;
  const made = missing.map((relayId) => [relayId, randomBytes(32).toString('base64url')]);
  const all = { ...known, ...Object.fromEntries(made) };
  writeSecretFile(path, all);
  return all;
}
