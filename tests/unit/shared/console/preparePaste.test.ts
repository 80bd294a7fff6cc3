import { expect, test } from 'vitest';
import { preparePaste } from '../../../../shared/console/preparePaste.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const prepare = (text: string, isBracketed = false) => preparePaste(text, isBracketed, encode);
const typed = ({ pieces, end }: ReturnType<typeof prepare>): string =>
  Buffer.concat(end === undefined ? pieces : [...pieces, end]).toString();

test('every kind of line end becomes Enter', () => {
  expect(typed(prepare('a\nb\r\nc\rd\n'))).toBe('a\rb\rc\rd\r');
});

test('a paste in brackets holds no ESC that could end them early', () => {
  const paste = prepare('ls\x1b[201~rm -r\n', true);

  expect(typed(paste)).toBe('\x1b[200~ls[201~rm -r\r\x1b[201~');
  expect(typed(prepare('\x1b[A'))).toBe('\x1b[A');
});

test('it is cut at line ends, and a line that is longer than a piece wherever it must be', () => {
  const lines = `${'x'.repeat(600)}\r${'y'.repeat(600)}\r${'z'.repeat(1_500)}\r`;

  const paste = prepare(lines);

  expect(typed(paste)).toBe(lines);
  expect(paste.pieces.map(({ length }) => length)).toEqual([601, 601, 1_024, 477]);
});

test.each([
  { text: '', facts: { characters: 0, bytes: 0, lines: 1, isLineTooLong: false } },
  { text: 'é\n語', facts: { characters: 3, bytes: 6, lines: 2, isLineTooLong: false } },
  { text: 'x'.repeat(4_095), facts: { characters: 4_095, bytes: 4_095, lines: 1, isLineTooLong: false } },
  {
    text: `a\n${'x'.repeat(4_096)}\nb`,
    facts: { characters: 4_100, bytes: 4_100, lines: 3, isLineTooLong: true },
  },
])(
  '$facts.characters characters are counted, and a line over the limit of a terminal is found',
  ({ text, facts }) => {
    expect(prepare(text).facts).toEqual(facts);
  },
);
