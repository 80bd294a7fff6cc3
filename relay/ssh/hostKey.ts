import { createHash } from 'node:crypto';
import type { HostKey } from '../../shared/contracts/sshFrames.ts';

/** A key as it is sent over the wire (RFC 4253 §6.6), in the words that `ssh` and `ssh-keygen -l` use. */
export function toHostKey(blob: Buffer): HostKey {
  const length = blob.readUInt32BE(0);
  const digest = createHash('sha256').update(blob).digest('base64');
  return {
    algorithm: blob.toString('latin1', 4, 4 + length),
    fingerprint: `SHA256:${digest.replace(/=+$/, '')}`,
  };
}

/** An RSA key proves itself with any of three signatures; all other keys have one, named as they are. */
export function signaturesOf(algorithm: string): string[] {
  return algorithm === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [algorithm];
}

export const isSameKey = (one: HostKey, other: HostKey): boolean => one.fingerprint === other.fingerprint;
