import { type ChunkSeal, chunkOfName, noHash, readSeal } from './chunk.ts';
import { parseSigned, parseStatement, type SignedStatement, type Statement } from './statement.ts';

export type RecordingFile = { readonly name: string; readonly bytes: Uint8Array; readonly text: string };

export type VerifyDeps = {
  /** SHA-256 over the hash before and the bytes, in hex. */
  readonly chainHash: (previous: string, bytes: Uint8Array) => string;
  readonly isSigned: (signed: SignedStatement) => boolean;
  /** A short name of a public key. */
  readonly keyId: (publicKey: string) => string;
};

type Problem =
  | 'changed'
  | 'missing'
  | 'truncated'
  | 'moved'
  | 'foreign'
  | 'added'
  | 'notFirst'
  | 'badSignature';
/** `chunk` undefined: about the recording as a whole. */
export type Finding = { readonly chunk: number | undefined; readonly problem: Problem };

export type Verdict = {
  readonly session: string | undefined;
  readonly chunks: number;
  /** Ascending by chunk. None = what is there is as it was recorded. */
  readonly findings: readonly Finding[];
  /** Id of the key; undefined = not signed: chunks may be missing at the end. */
  readonly signedBy: string | undefined;
  readonly publicKey: string | undefined;
  readonly lostBytes: number | undefined;
};

type Chunk = {
  readonly chunk: number;
  readonly seal: ChunkSeal | undefined;
  /** Undefined for a chunk without a seal. */
  readonly hash: string | undefined;
};

/** Is every chunk what was recorded, and is none missing? The signature decides where there is one. */
export function verifyRecording(
  deps: VerifyDeps,
  files: readonly RecordingFile[],
  statementText: string | undefined,
): Verdict {
  const chunks = files
    .map((file) => toChunk(deps, file))
    .filter((chunk) => chunk !== undefined)
    .toSorted((a, b) => a.chunk - b.chunk);
  const signed = statementText === undefined ? undefined : parseSigned(statementText);
  const isSigned = signed !== undefined && deps.isSigned(signed);
  const statement = isSigned ? parseStatement(signed.statement) : undefined;
  const session = statement?.session ?? commonSession(chunks);
  const findings = [
    ...(statementText !== undefined && statement === undefined ? [badSignature] : []),
    ...chunks.flatMap((chunk) => judgeSeal(chunk, session)),
    ...(statement === undefined ? judgeChain(chunks) : judgeHashes(chunks, statement)),
  ];
  return {
    session,
    chunks: chunks.length,
    findings: firstOfEach(findings),
    signedBy: statement === undefined || signed === undefined ? undefined : deps.keyId(signed.publicKey),
    publicKey: statement === undefined ? undefined : signed?.publicKey,
    lostBytes: statement?.lostBytes,
  };
}

const badSignature: Finding = { chunk: undefined, problem: 'badSignature' };

function toChunk(deps: VerifyDeps, { name, bytes, text }: RecordingFile): Chunk | undefined {
  const chunk = chunkOfName(name);
  if (chunk === undefined) return undefined;
  const seal = readSeal(text);
  return { chunk, seal, hash: seal && deps.chainHash(seal.previous, bytes) };
}

function judgeSeal({ chunk, seal }: Chunk, session: string | undefined): Finding[] {
  if (seal === undefined) return [{ chunk, problem: 'truncated' }];
  if (seal.session !== session) return [{ chunk, problem: 'foreign' }];
  return seal.chunk === chunk ? [] : [{ chunk, problem: 'moved' }];
}

function judgeHashes(chunks: readonly Chunk[], { hashes }: Statement): Finding[] {
  const byNumber = new Map(chunks.map((chunk) => [chunk.chunk, chunk]));
  const expected = hashes.flatMap((hash, chunk): Finding[] => {
    const found = byNumber.get(chunk);
    if (found === undefined) return [{ chunk, problem: 'missing' }];
    return found.hash === hash ? [] : [{ chunk, problem: 'changed' }];
  });
  const added = chunks.filter(({ chunk }) => chunk >= hashes.length);
  return [...expected, ...added.map(({ chunk }): Finding => ({ chunk, problem: 'added' }))];
}

/** Without a signature each chunk is judged by the next one, unless that one is doubtful itself. */
function judgeChain(chunks: readonly Chunk[]): Finding[] {
  const byNumber = new Map(chunks.map((chunk) => [chunk.chunk, chunk]));
  const findings: Finding[] = [];
  for (let chunk = 0; chunk <= (chunks.at(-1)?.chunk ?? -1); chunk += 1) {
    const found = byNumber.get(chunk);
    if (found === undefined) findings.push({ chunk, problem: 'missing' });
    else if (chunk === 0 && found.seal !== undefined && found.seal.previous !== noHash) {
      findings.push({ chunk, problem: 'notFirst' });
    } else if (isDenied(found, byNumber)) findings.push({ chunk, problem: 'changed' });
  }
  return findings;
}

/** The next chunk names another hash. If the one after that denies the next one, it is not to be believed. */
function isDenied({ chunk, hash }: Chunk, byNumber: ReadonlyMap<number, Chunk>): boolean {
  const next = byNumber.get(chunk + 1);
  if (hash === undefined || next?.seal === undefined || next.seal.previous === hash) return false;
  const witness = byNumber.get(chunk + 2)?.seal;
  return witness === undefined || witness.previous === next.hash;
}

function commonSession(chunks: readonly Chunk[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { seal } of chunks) {
    if (seal !== undefined) counts.set(seal.session, (counts.get(seal.session) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** One reason is enough to distrust a chunk; the first says most. */
function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  const byChunk = new Map<number | undefined, Finding>();
  for (const finding of findings) if (!byChunk.has(finding.chunk)) byChunk.set(finding.chunk, finding);
  return [...byChunk.values()].toSorted((a, b) => (a.chunk ?? -1) - (b.chunk ?? -1));
}
