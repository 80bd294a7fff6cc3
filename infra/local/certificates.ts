import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export type CertificateFiles = {
  /** What clients trust: `NODE_EXTRA_CA_CERTS`, `curl --cacert`. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
};

const dayMs = 86_400_000;
const validDays = 365;
const renewalDays = 30;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A certificate for localhost, 127.0.0.1 and ::1, and the CA that signed it. Both are made together and the
 * CA's key is thrown away at once: nobody can sign anything else with a CA that a developer has trusted.
 */
export async function ensureCertificates(folder: string, now = new Date()): Promise<CertificateFiles> {
  const files = {
    caFile: resolve(folder, 'ca.pem'),
    certFile: resolve(folder, 'localhost.pem'),
    keyFile: resolve(folder, 'localhost-key.pem'),
  };
  if (await areUsable(files, now)) return files;
  await mkdir(folder, { recursive: true });
  const { ca, cert, key } = await createCertificates(now);
  await writeAtOnce(files.keyFile, key, 0o600);
  await writeAtOnce(files.certFile, cert, 0o644);
  await writeAtOnce(files.caFile, ca, 0o644);
  return files;
}

async function areUsable(files: CertificateFiles, now: Date): Promise<boolean> {
  if (!Object.values(files).every((file) => existsSync(file))) return false;
  try {
    const [ca, cert] = [
      new X509Certificate(await readFile(files.caFile)),
      new X509Certificate(await readFile(files.certFile)),
    ];
    const renewAt = Date.parse(cert.validTo) - renewalDays * dayMs;
    const matches =
      cert.verify(ca.publicKey) && cert.checkPrivateKey(createPrivateKey(await readFile(files.keyFile)));
    return matches && now.getTime() < renewAt;
  } catch {
    return false; // half written or not ours: made anew
  }
}

async function createCertificates(now: Date): Promise<{ ca: string; cert: string; key: string }> {
  const validity = {
    notBefore: new Date(now.getTime() - dayMs), // clocks of guests and containers lag
    notAfter: new Date(now.getTime() + validDays * dayMs),
    signingAlgorithm: algorithm,
  };
  const caKeys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const caName = `CN=Sallyport local CA ${now.toISOString().slice(0, 10)}`;
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: caName,
    keys: caKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      loopbackNamesOnly(),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const cert = await X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=localhost',
    issuer: caName,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    ca: `${ca.toString('pem')}\n`,
    cert: `${cert.toString('pem')}\n`,
    key: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}

/**
 * RFC 5280, 4.2.1.10: the CA vouches for loopback only. Written as DER because the library has no class for it:
 * NameConstraints { permittedSubtrees [0] { { [2] dNSName }, { [7] address and mask }, … } }.
 */
function loopbackNamesOnly(): Extension {
  const der = (tag: number, ...content: number[][]): number[] => {
    const bytes = content.flat();
    return [tag, bytes.length, ...bytes];
  };
  const subtree = (tag: number, value: number[]): number[] => der(0x30, der(tag, value));
  const permitted = der(
    0xa0,
    subtree(0x82, [...Buffer.from('localhost')]),
    subtree(0x87, [127, 0, 0, 0, 255, 0, 0, 0]),
    subtree(0x87, [...Buffer.alloc(15), 1, ...Buffer.alloc(16, 255)]),
  );
  return new Extension('2.5.29.30', true, new Uint8Array(der(0x30, permitted)));
}

/** Never visible half written, and never readable to others in between. */
async function writeAtOnce(file: string, text: string, mode: number): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, file);
}
