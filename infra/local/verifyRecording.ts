import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chainHash, isSigned, keyId } from '../../shared/azure/recordingCrypto.ts';
import { chunkOfName, statementName } from '../../shared/recording/chunk.ts';
import {
  type Finding,
  type RecordingFile,
  type Verdict,
  verifyRecording,
} from '../../shared/recording/verifyRecording.ts';

/**
 * `npm run verify-recording -- <folder or URLs> [--key <public key or its id>]`: exit code 0 = whole and signed
 * (by that key), 1 = altered, 2 = nothing altered, but not signed or by another key, 3 = could not be read.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } });

const sentences: Record<Finding['problem'], string> = {
  changed: 'was changed',
  missing: 'is missing',
  truncated: 'was cut off or does not end as a chunk does',
  moved: 'is another chunk under this name: they were reordered',
  foreign: 'belongs to another recording',
  added: 'was added after the recording was signed',
  notFirst: 'is not the first one: something before it is missing',
  badSignature: `The signature in ${statementName} does not fit: it was changed`,
};

async function main(): Promise<number> {
  if (positionals.length === 0) {
    console.error('What? npm run verify-recording -- <folder, or the URLs of the files> [--key <key or id>]');
    return 3;
  }
  const files = await readFiles(positionals);
  const chunks = files.filter(({ name }) => chunkOfName(name) !== undefined);
  if (chunks.length === 0) {
    console.error(
      'There is no chunk of a recording. Name a folder with 00000000.cast, or URLs of such files.',
    );
    return 3;
  }
  const statement = files.find(({ name }) => name === statementName)?.text;
  return report(verifyRecording({ chainHash, isSigned, keyId }, chunks, statement));
}

function report({ session, chunks, findings, signedBy, publicKey, lostBytes = 0 }: Verdict): number {
  console.log(`Recording of session ${session ?? '(unknown)'}, ${chunks} chunks.`);
  for (const { chunk, problem } of findings) {
    console.log(chunk === undefined ? `${sentences[problem]}.` : `Chunk ${chunk} ${sentences[problem]}.`);
  }
  if (lostBytes > 0) console.log(`${lostBytes} bytes could not be recorded; markers say where.`);
  if (signedBy === undefined) console.log('Not signed: chunks may be missing at the end.');
  else console.log(`Signed by the key ${signedBy} (${publicKey}).`);
  if (findings.length > 0) return 1;
  const isExpected = signedBy !== undefined && isKey(signedBy, publicKey);
  if (signedBy !== undefined && !isExpected) console.log('That is not the key that was asked for.');
  else if (values.key === undefined && signedBy !== undefined) {
    console.log("Whose key that is, only the relay's owner knows: compare it, or give it with --key.");
  }
  if (isExpected) console.log('OK');
  return isExpected ? 0 : 2;
}

const isKey = (id: string, publicKey: string | undefined): boolean =>
  values.key === undefined || values.key === id || values.key === publicKey;

async function readFiles(sources: readonly string[]): Promise<RecordingFile[]> {
  const read = sources.map(async (source) => (isUrl(source) ? [await download(source)] : folderOf(source)));
  return (await Promise.all(read)).flat();
}

const isUrl = (source: string): boolean => /^https?:\/\//.test(source);

async function download(url: string): Promise<RecordingFile> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.replace(/\?.*/, '')} answered ${response.status}.`);
  return toFile(basename(new URL(url).pathname), Buffer.from(await response.arrayBuffer()));
}

function folderOf(folder: string): RecordingFile[] {
  return readdirSync(folder).map((name) => toFile(name, readFileSync(join(folder, name))));
}

const toFile = (name: string, bytes: Buffer): RecordingFile => ({
  name,
  bytes,
  text: bytes.toString('utf8'),
});

try {
  process.exitCode = await main();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 3;
}
