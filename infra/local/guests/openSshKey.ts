import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

const type = Buffer.from('ssh-ed25519');
/** Magic word, cipher and key derivation "none", no options, one key: always as long. */
const publicBlobAt = 39;

/** A new Ed25519 private key as OpenSSH writes it (its PROTOCOL.key), without a passphrase. */
export function createOpenSshKey(comment: string): string {
  const pair = generateKeyPairSync('ed25519');
  const point = raw(pair.publicKey, 'x');
  const seed = raw(pair.privateKey, 'd');
  const publicBlob = Buffer.concat([text(type), text(point)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    publicBlob,
    text(Buffer.concat([seed, point])),
    text(Buffer.from(comment)),
  ]);
  // Block size of the cipher "none" is 8; the padding counts 1, 2, 3, …
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const none = text(Buffer.from('none'));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    text(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    text(publicBlob),
    text(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').replaceAll(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** The line for `authorized_keys` that goes with a key of `createOpenSshKey`. */
export function publicHalf(privateKey: string, comment: string): string {
  const body = Buffer.from(privateKey.replaceAll(/^-.*$/gm, ''), 'base64');
  const blob = body.subarray(publicBlobAt + 4, publicBlobAt + 4 + body.readUInt32BE(publicBlobAt));
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}\n`;
}

function raw(key: KeyObject, member: 'x' | 'd'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[member] ?? '', 'base64url');
}

function text(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
