import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOpenSshKey, publicHalf } from '../../../../../infra/local/guests/openSshKey.ts';

test('a private key holds the public key that goes with it', () => {
  const key = createOpenSshKey('bob@test');
  const [type, blob = '', comment] = publicHalf(key, 'bob@test').trim().split(' ');
  const bytes = Buffer.from(blob, 'base64');
  const x = bytes.subarray(-32).toString('base64url');

  expect([type, comment, bytes.length]).toEqual(['ssh-ed25519', 'bob@test', 51]);
  expect(createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } }).asymmetricKeyType).toBe(
    'ed25519',
  );
  expect(createOpenSshKey('bob@test')).not.toBe(key);
});
