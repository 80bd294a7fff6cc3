import { expect, test } from 'vitest';
import { isSameKey, signaturesOf, toHostKey } from '../../../../relay/ssh/hostKey.ts';

/** A public key file's middle word is the key as it is sent. */
const publicKey = 'AAAAC3NzaC1lZDI1NTE5AAAAIGK5f8wZ0nR0c0J2c2V0pJ9m3c2g2b7rS1v5o6u7w8x9';

test('a key is shown in the words of ssh', () => {
  const key = toHostKey(Buffer.from(publicKey, 'base64'));

  expect(key.algorithm).toBe('ssh-ed25519');
  expect(key.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  expect(isSameKey(key, toHostKey(Buffer.from(publicKey, 'base64')))).toBe(true);
  expect(isSameKey(key, toHostKey(Buffer.from(publicKey.replace('x9', 'x8'), 'base64')))).toBe(false);
});

test('an RSA key may sign in newer ways than the one that it is named after', () => {
  expect(signaturesOf('ssh-rsa')).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']);
  expect(signaturesOf('ssh-ed25519')).toEqual(['ssh-ed25519']);
});
