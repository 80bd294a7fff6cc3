import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { SignedStatement } from '../recording/statement.ts';

/** SHA-256 over the hash of the chunk before (32 bytes) and the chunk, in hex. */
export const chainHash = (previous: string, bytes: Uint8Array): string =>
  createHash('sha256').update(Buffer.from(previous, 'hex')).update(bytes).digest('hex');

export const toPublicKey = (privateKey: KeyObject): string =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');

export function signStatement(privateKey: KeyObject, statement: string): SignedStatement {
  const signature = sign(null, Buffer.from(statement), privateKey).toString('base64');
  return { statement, signature, publicKey: toPublicKey(privateKey) };
}

/** By the key that it names; whose key that is has to be known from elsewhere. */
export function isSigned({ statement, signature, publicKey }: SignedStatement): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'));
  } catch {
    return false; // Not a key.
  }
}

export const keyId = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
