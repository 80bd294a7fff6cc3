import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const type = 'ssh-ed25519';

/**
 * The key that a guest's SSH server proves itself with, in dropbear's format and base64. It outlives the guest,
 * which boots from nothing each time and would otherwise be a stranger to whoever pinned its key.
 */
export function ensureHostKey(directory: string): string {
  const file = join(directory, 'host_ed25519');
  if (!existsSync(file)) writeFileSync(file, createHostKey(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function createHostKey(): string {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]);
  return Buffer.concat([withLength(Buffer.from(type)), withLength(key)]).toString('base64');
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
