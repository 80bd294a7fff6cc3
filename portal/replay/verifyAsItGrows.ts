import { readSeal } from '../../shared/recording/chunk.ts';
import { parseSigned, type SignedStatement } from '../../shared/recording/statement.ts';
import { type Finding, type RecordingFile, verifyRecording } from '../../shared/recording/verifyRecording.ts';

/**
 * `verified`: whole, and signed by the key that the control plane knows of its relay. `otherKey`: whole, signed by
 * another key. `signed`: whole, and the control plane does not know the relay any more. `growing`: nothing is altered so far. `unsigned`: nothing is altered, but the end may be missing.
 * `altered`: `findings` says which chunk, and how. `unknown`: this browser cannot judge signatures.
 */
export type Verification = {
  readonly state: 'verified' | 'otherKey' | 'signed' | 'growing' | 'unsigned' | 'altered' | 'unknown';
  readonly findings: readonly Finding[];
  readonly chunks: number;
  readonly keyId: string | undefined;
  readonly lostBytes: number;
};

export type VerifyInput = {
  /** The signed statement's text, once there is one. */
  readonly statement: string | undefined;
  /** Of the relay, as the control plane reports it. */
  readonly publicKey: string | undefined;
  readonly isGrowing: boolean;
};

/** What is kept of a chunk: hours of a recording are judged without being held. */
type Kept = { readonly file: RecordingFile; readonly hash: string };

/** Judges a recording in the browser, by the rules of `npm run verify-recording`. */
export class GrowingVerifier {
  readonly #subtle: SubtleCrypto;
  readonly #chunks: Kept[] = [];

  constructor(subtle: SubtleCrypto) {
    this.#subtle = subtle;
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    const seal = readSeal(text);
    const hash = seal === undefined ? '' : await this.#chainHash(seal.previous, bytes);
    const lastLine = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
    this.#chunks.push({ file: { name, bytes: new Uint8Array(0), text: lastLine }, hash });
  }

  async judge({ statement, publicKey, isGrowing }: VerifyInput): Promise<Verification> {
    const signed = statement === undefined ? undefined : parseSigned(statement);
    const isSigned = signed === undefined ? false : await this.#isSigned(signed);
    const id = signed === undefined ? '' : await this.#keyId(signed.publicKey);
    const hashes = new Map(this.#chunks.map(({ file, hash }) => [file.bytes, hash]));
    const { findings, chunks, signedBy, lostBytes } = verifyRecording(
      {
        chainHash: (_, bytes) => hashes.get(bytes) ?? '',
        isSigned: () => isSigned !== false,
        keyId: () => id,
      },
      this.#chunks.map(({ file }) => file),
      statement,
    );
    const isOwn = publicKey === undefined ? undefined : signed?.publicKey === publicKey;
    return {
      state: stateOf({
        isAltered: findings.length > 0,
        isSigned: signedBy !== undefined && isSigned,
        isOwn,
        isGrowing,
      }),
      findings,
      chunks,
      keyId: signedBy,
      lostBytes: lostBytes ?? this.#lostBytes(),
    };
  }

  #lostBytes(): number {
    const last = this.#chunks.at(-1);
    return last === undefined ? 0 : (readSeal(last.file.text)?.lostBytes ?? 0);
  }

  async #chainHash(previous: string, bytes: Uint8Array): Promise<string> {
    const all = new Uint8Array(32 + bytes.length);
    all.set(fromHex(previous));
    all.set(bytes, 32);
    return toHex(await this.#subtle.digest('SHA-256', all));
  }

  async #keyId(publicKey: string): Promise<string> {
    const bytes = fromBase64(publicKey);
    return bytes === undefined ? '' : toHex(await this.#subtle.digest('SHA-256', bytes)).slice(0, 16);
  }

  /** Undefined where the browser does not know Ed25519: then nobody is accused, and nothing vouched for. */
  async #isSigned({ statement, signature, publicKey }: SignedStatement): Promise<boolean | undefined> {
    const key = fromBase64(publicKey);
    const bytes = fromBase64(signature);
    if (key === undefined || bytes === undefined) return false;
    try {
      const imported = await this.#subtle.importKey('spki', key, 'Ed25519', false, ['verify']);
      return await this.#subtle.verify('Ed25519', imported, bytes, new TextEncoder().encode(statement));
    } catch (fault) {
      return fault instanceof Error && fault.name === 'NotSupportedError' ? undefined : false;
    }
  }
}

function stateOf(seen: {
  readonly isAltered: boolean;
  /** Undefined: cannot be told here. */
  readonly isSigned: boolean | undefined;
  /** Undefined: nobody knows. */
  readonly isOwn: boolean | undefined;
  readonly isGrowing: boolean;
}): Verification['state'] {
  if (seen.isAltered) return 'altered';
  if (seen.isSigned === undefined) return 'unknown';
  if (!seen.isSigned) return seen.isGrowing ? 'growing' : 'unsigned';
  if (seen.isOwn === undefined) return 'signed';
  return seen.isOwn ? 'verified' : 'otherKey';
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined; // Not base64.
  }
}
