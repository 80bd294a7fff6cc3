import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { GrowingVerifier } from '../../../../portal/replay/verifyAsItGrows.ts';
import { chainHash, keyId, signStatement, toPublicKey } from '../../../../shared/azure/recordingCrypto.ts';
import { castEvent, castHeader } from '../../../../shared/recording/asciicast.ts';
import { chunkName, noHash, sealLine } from '../../../../shared/recording/chunk.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = toPublicKey(privateKey);

/** As a relay writes it: three chunks, and the statement over them. */
function record() {
  const chunks: string[] = [];
  const hashes: string[] = [];
  for (let chunk = 0; chunk < 3; chunk += 1) {
    const previous = hashes.at(-1) ?? noHash;
    const place = { v: 1, session: 's', chunk, previous, epoch: 'e', from: chunk, to: chunk + 1 } as const;
    const head = chunk === 0 ? castHeader({ cols: 80, rows: 25, startTime: 0, title: 'vm' }) : '';
    const lostBytes = chunk === 2 ? 7 : 0;
    const text = `${head}${castEvent(10, 'o', `${chunk}`)}${sealLine({ ...place, lostBytes, time: 0, startTime: 0 })}`;
    hashes.push(chainHash(previous, Buffer.from(text)));
    chunks.push(text);
  }
  const statement = JSON.stringify({ v: 1, session: 's', hashes, lostBytes: 7, startTime: 0, endTime: 30 });
  return { chunks, statement: JSON.stringify(signStatement(privateKey, statement)) };
}

const whole = record();

async function judge(
  chunks: readonly (string | undefined)[],
  how: { statement?: string; publicKey?: string; isGrowing?: boolean } = {},
  subtle: SubtleCrypto = webcrypto.subtle as SubtleCrypto,
) {
  const verifier = new GrowingVerifier(subtle);
  for (const [chunk, text] of chunks.entries()) {
    if (text !== undefined) await verifier.add(chunkName(chunk), new TextEncoder().encode(text));
  }
  const { statement, publicKey: known, isGrowing = false } = how;
  return await verifier.judge({ statement, publicKey: known, isGrowing });
}
const changed = whole.chunks.map((text, chunk) => (chunk === 1 ? text.replace('"1"', '"9"') : text));

test('a recording that is whole and signed by its relay is verified', async () => {
  expect(await judge(whole.chunks, { statement: whole.statement, publicKey })).toEqual({
    state: 'verified',
    findings: [],
    chunks: 3,
    keyId: keyId(publicKey),
    lostBytes: 7,
  });
});

test.each([
  ['a changed chunk', changed, { chunk: 1, problem: 'changed' }],
  ['a missing chunk', [whole.chunks[0], undefined, whole.chunks[2]], { chunk: 1, problem: 'missing' }],
  ['a missing end', whole.chunks.slice(0, 2), { chunk: 2, problem: 'missing' }],
  [
    'a chunk that was cut off',
    [...whole.chunks.slice(0, 2), whole.chunks[2]?.slice(0, -9)],
    { chunk: 2, problem: 'truncated' },
  ],
])('it names %s', async (_, chunks, finding) => {
  expect(await judge(chunks, { statement: whole.statement, publicKey })).toMatchObject({
    state: 'altered',
    findings: [finding],
  });
});

test('a statement that somebody changed does not vouch', async () => {
  const statement = whole.statement
    .replace('"lostBytes":7', '"lostBytes":0')
    .replace('lostBytes\\":7', 'lostBytes\\":0');

  expect(await judge(whole.chunks, { statement, publicKey })).toMatchObject({
    state: 'altered',
    findings: [{ chunk: undefined, problem: 'badSignature' }],
  });
});

test('a key that is not the relay’s is told, and one that nobody knows', async () => {
  const other = toPublicKey(generateKeyPairSync('ed25519').privateKey);

  expect(await judge(whole.chunks, { statement: whole.statement, publicKey: other })).toMatchObject({
    state: 'otherKey',
  });
  expect(await judge(whole.chunks, { statement: whole.statement })).toMatchObject({ state: 'signed' });
});

test('without a signature it is fine so far, and a chunk that was changed is named by the next one', async () => {
  expect(await judge(whole.chunks, { isGrowing: true })).toMatchObject({ state: 'growing', lostBytes: 7 });
  expect(await judge(whole.chunks)).toMatchObject({ state: 'unsigned' });
  expect(await judge(changed, { isGrowing: true })).toMatchObject({
    state: 'altered',
    findings: [{ chunk: 1, problem: 'changed' }],
  });
});

test('a browser without the algorithm accuses nobody and vouches for nothing', async () => {
  const subtle = {
    digest: (...args: Parameters<SubtleCrypto['digest']>) => webcrypto.subtle.digest(...args),
    importKey: () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')),
  } as unknown as SubtleCrypto;

  expect(await judge(whole.chunks, { statement: whole.statement, publicKey }, subtle)).toMatchObject({
    state: 'unknown',
  });
  expect(await judge(changed, { statement: whole.statement, publicKey }, subtle)).toMatchObject({
    state: 'altered',
  });
});
