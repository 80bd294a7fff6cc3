import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  chainHash,
  isSigned,
  keyId,
  signStatement,
  toPublicKey,
} from '../../../../shared/azure/recordingCrypto.ts';
import { castEvent, castHeader } from '../../../../shared/recording/asciicast.ts';
import { chunkName, noHash, sealLine } from '../../../../shared/recording/chunk.ts';
import { type RecordingFile, verifyRecording } from '../../../../shared/recording/verifyRecording.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const deps = { chainHash, isSigned, keyId };
const toFile = (name: string, text: string): RecordingFile => ({ name, text, bytes: Buffer.from(text) });

/** Five chunks of ten bytes of output each. */
function record(session = 's1') {
  const files: RecordingFile[] = [];
  const hashes: string[] = [];
  for (let chunk = 0; chunk < 5; chunk += 1) {
    const previous = hashes.at(-1) ?? noHash;
    const head = chunk === 0 ? castHeader({ cols: 80, rows: 25, startTime: 0, title: 'vm' }) : '';
    const seal = {
      v: 1,
      session,
      chunk,
      previous,
      epoch: 'e',
      from: chunk * 10,
      to: chunk * 10 + 10,
    } as const;
    const text = `${head}${castEvent(10, 'o', `line ${chunk} \r\n`)}${sealLine({ ...seal, lostBytes: 0, time: 0, startTime: 0 })}`;
    const file = toFile(chunkName(chunk), text);
    hashes.push(chainHash(previous, file.bytes));
    files.push(file);
  }
  const statement = JSON.stringify({ v: 1, session, hashes, lostBytes: 0, startTime: 0, endTime: 50 });
  return { files, statement: JSON.stringify(signStatement(privateKey, statement)) };
}

const whole = record();
const edit = (chunk: number, change: (text: string) => string): RecordingFile[] =>
  whole.files.map((file, index) => (index === chunk ? toFile(file.name, change(file.text)) : file));
const verdict = (files: readonly RecordingFile[], statement: string | undefined) => {
  const { findings, signedBy } = verifyRecording(deps, files, statement);
  return { findings, signedBy };
};
const signedBy = keyId(toPublicKey(privateKey));

describe.each([
  ['signed', whole.statement, signedBy],
  ['that still grows', undefined, undefined],
] as const)('a recording %s', (_, statement, key) => {
  test('is fine as it was written, in whatever order its files are read', () => {
    expect(verdict(whole.files, statement)).toEqual({ findings: [], signedBy: key });
    expect(verdict(whole.files.toReversed(), statement)).toEqual({ findings: [], signedBy: key });
  });

  test.each([
    ['what was shown', (text: string) => text.replace('line', 'lime')],
    ['a time', (text: string) => text.replace('0.01', '0.02')],
    ['an event that is left out', (text: string) => text.replace(/^\[.*\n/m, '')],
    ['a place in its seal', (text: string) => text.replace('"from":20', '"from":21')],
  ])('a changed chunk is named: %s', (_what, change) => {
    expect(verdict(edit(2, change), statement)).toEqual({
      findings: [{ chunk: 2, problem: 'changed' }],
      signedBy: key,
    });
  });

  test('a header that was changed is in the first chunk', () => {
    const files = edit(0, (text) => text.replace('"title":"vm"', '"title":"another"'));

    expect(verdict(files, statement).findings).toEqual([{ chunk: 0, problem: 'changed' }]);
  });

  test('a changed hash in a seal is held against that chunk, not the one before', () => {
    const files = edit(2, (text) => text.replace(/"previous":"../, '"previous":"00'));

    expect(verdict(files, statement).findings).toEqual([{ chunk: 2, problem: 'changed' }]);
  });

  test('a chunk that is cut off, and one that is missing', () => {
    expect(
      verdict(
        edit(3, (text) => text.slice(0, -20)),
        statement,
      ).findings,
    ).toEqual([{ chunk: 3, problem: 'truncated' }]);
    expect(
      verdict(
        edit(3, () => ''),
        statement,
      ).findings,
    ).toEqual([{ chunk: 3, problem: 'truncated' }]);
    expect(verdict(whole.files.toSpliced(1, 1), statement).findings).toEqual([
      { chunk: 1, problem: 'missing' },
    ]);
    expect(verdict(whole.files.slice(1), statement).findings).toEqual([{ chunk: 0, problem: 'missing' }]);
  });

  test('chunks that changed places', () => {
    const [, first, second] = whole.files;
    const files = whole.files.toSpliced(
      1,
      2,
      toFile(chunkName(1), second?.text ?? ''),
      toFile(chunkName(2), first?.text ?? ''),
    );

    expect(verdict(files, statement).findings).toEqual([
      { chunk: 1, problem: 'moved' },
      { chunk: 2, problem: 'moved' },
    ]);
  });

  test('a chunk of another recording', () => {
    const files = whole.files.with(2, record('s2').files[2] ?? toFile('', ''));

    expect(verdict(files, statement).findings).toEqual([{ chunk: 2, problem: 'foreign' }]);
  });
});

describe('the signature', () => {
  test('shows that the end is missing, which the chain alone cannot', () => {
    expect(verdict(whole.files.slice(0, 4), whole.statement).findings).toEqual([
      { chunk: 4, problem: 'missing' },
    ]);
    expect(verdict(whole.files.slice(0, 4), undefined)).toEqual({ findings: [], signedBy: undefined });
  });

  test('finds a change though all that follows was chained anew', () => {
    const forged: RecordingFile[] = [];
    let previous = noHash;
    for (const [index, { name, text }] of whole.files.entries()) {
      const changed = (index === 1 ? text.replace('line', 'lime') : text).replace(
        /"previous":"\w+"/,
        `"previous":"${previous}"`,
      );
      const file = toFile(name, changed);
      previous = chainHash(previous, file.bytes);
      forged.push(file);
    }

    expect(verdict(forged, undefined).findings).toEqual([]);
    expect(verdict(forged, whole.statement).findings[0]).toEqual({ chunk: 1, problem: 'changed' });
  });

  test('that was changed, cut off or made for another text says so', () => {
    const findings = [{ chunk: undefined, problem: 'badSignature' }];
    const { statement, ...rest } = JSON.parse(whole.statement);
    const tampered = JSON.stringify({
      ...rest,
      statement: statement.replace('"lostBytes":0', '"lostBytes":1'),
    });
    const { publicKey } = JSON.parse(record('s2').statement);
    const other = generateKeyPairSync('ed25519').privateKey;

    expect(verdict(whole.files, tampered)).toEqual({ findings, signedBy: undefined });
    expect(verdict(whole.files, whole.statement.slice(0, -9)).findings).toEqual(findings);
    expect(
      verdict(whole.files, JSON.stringify({ ...signStatement(other, statement), publicKey })).findings,
    ).toEqual(findings);
    expect(verdict(whole.files, '{}').findings).toEqual(findings);
  });

  test('by another key is told by that key', () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    const { statement } = JSON.parse(whole.statement);

    expect(verdict(whole.files, JSON.stringify(signStatement(other, statement)))).toEqual({
      findings: [],
      signedBy: keyId(toPublicKey(other)),
    });
  });

  test('does not cover a chunk that was added later', () => {
    const added = toFile(chunkName(5), whole.files[4]?.text.replace('"chunk":4', '"chunk":5') ?? '');

    expect(verdict([...whole.files, added], whole.statement).findings).toEqual([
      { chunk: 5, problem: 'added' },
    ]);
  });
});
