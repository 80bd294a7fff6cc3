import { describe, expect, test } from 'vitest';
import { TelnetCodec } from '../../../../relay/ports/telnetCodec.ts';

const [iac, will, wont, doIt, dont, sb, se] = [255, 251, 252, 253, 254, 250, 240];
const [binary, echo, goAhead, terminalType] = [0, 1, 3, 24];

function createWorld() {
  const answers: number[] = [];
  const codec = new TelnetCodec((bytes) => void answers.push(...bytes));
  const read = (...pieces: readonly number[][]): number[] =>
    pieces.flatMap((piece) => [...codec.decode(Uint8Array.from(piece))]);
  return { answers, codec, read };
}

/** What QEMU 7.2 says first, and everything else that a guest's output may be mixed with. */
const stream = [
  [iac, will, echo, iac, will, goAhead, iac, will, binary, iac, doIt, binary],
  [97, iac, iac, 98],
  [iac, doIt, terminalType, iac, will, terminalType],
  [iac, sb, terminalType, 1, iac, iac, 120, iac, se],
  [99, 13, 0, 13, 10, iac, 241, 100, iac, 7, 101],
].flat();
const text = [97, 255, 98, 99, 13, 0, 13, 10, 100, 255, 7, 101];
const answered = [iac, doIt, echo, iac, wont, terminalType, iac, dont, terminalType];

describe('what a guest wrote is taken out of telnet', () => {
  const cuts = Array.from({ length: stream.length + 1 }, (_, cut) => cut);

  test.each(cuts)('with a cut before byte %i', (cut) => {
    const { answers, read } = createWorld();

    expect(read(stream.slice(0, cut), stream.slice(cut))).toEqual(text);
    expect(answers).toEqual(answered);
  });

  test('with a cut before every byte', () => {
    const { answers, read } = createWorld();

    expect(read(...stream.map((byte) => [byte]))).toEqual(text);
    expect(answers).toEqual(answered);
  });
});

test('what is agreed is not answered again, so that two polite sides come to an end', () => {
  const { answers, read } = createWorld();

  read([iac, will, echo, iac, will, echo, iac, wont, echo, iac, wont, echo, iac, dont, terminalType]);

  expect(answers).toEqual([iac, doIt, echo, iac, dont, echo]);
});

test('all 256 bytes go both ways, and only 255 is doubled', () => {
  const { codec, read } = createWorld();
  const all = Array.from({ length: 256 }, (_, byte) => byte);

  const sent = codec.encode(Uint8Array.from(all));

  expect([...sent]).toEqual([...all, 255]);
  expect(read([...sent])).toEqual(all);
});

test('where binary is refused, a return has a zero behind it on the way, in both directions', () => {
  const { answers, codec, read } = createWorld();

  const shown = read([iac, dont, binary, iac, wont, binary, 97, 13], [0, 98, 13, 10, 0]);

  expect(answers).toEqual([iac, wont, binary, iac, dont, binary]);
  expect(shown).toEqual([97, 13, 98, 13, 10, 0]);
  expect([...codec.encode(Uint8Array.of(97, 13, 98))]).toEqual([97, 13, 0, 98]);
});
