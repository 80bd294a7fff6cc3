import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxHits, TextIndex } from '../../../../portal/replay/textIndex.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Each part comes a second after the one before. */
function anIndex(...parts: readonly string[]): TextIndex {
  const index = new TextIndex();
  for (const [second, part] of parts.entries()) index.add(second * 1_000, bytesOf(part));
  return index;
}
const hit = (timeMs: number, line: string, start: number, length: number) => ({
  timeMs,
  line,
  start,
  length,
});

test('a word is found in any letter case, with its line and its time', () => {
  const index = anIndex('Debian GNU/Linux\r\n', 'login: ', 'alice\r\n', 'Last LOGIN: today\r\n');

  expect(index.find('login')).toEqual([
    hit(1_000, 'login: alice', 0, 5),
    hit(3_000, 'Last LOGIN: today', 5, 5),
  ]);
});

test('a word that was typed letter by letter came with its last letter', () => {
  expect(anIndex('$ ', 'r', 'e', 'b', 'o', 'o', 't', '\r\n').find('reboot')).toEqual([
    hit(6_000, '$ reboot', 2, 6),
  ]);
});

test('what is searched for may be on a line that is not over', () => {
  expect(anIndex('a\r\n', 'password: ').find('password')).toEqual([hit(1_000, 'password: ', 0, 8)]);
});

test.each([
  ['colours', '\x1b[1;31mkernel\x1b[0m panic', 'kernel panic'],
  ['titles and links', '\x1b]0;owned\x07ker\x1b]8;;http://x\x1b\\nel', 'kernel'],
  ['a sequence cut in two', 'ker\x1b[|1mnel', 'kernel'],
  ['a character set', '\x1b(Bkernel', 'kernel'],
  ['a cancelled sequence', '\x1bPabc\x18kernel', 'kernel'],
  ['a device string', '\x1bPq...\x1b\\kernel', 'kernel'],
  ['corrected typing', 'kex\b \brnel', 'kernel'],
  ['an erased end', 'kernel oops\b\b\b\b\b\x1b[K', 'kernel'],
])('it is the words that are found: %s', (_, printed, expected) => {
  const index = anIndex(...printed.split('|'));

  expect(index.find(expected)).toMatchObject([{ line: expected }]);
});

test('what a progress bar has overwritten is found', () => {
  const index = anIndex('10 %\r', '20 %\r', '30 %\r\n');

  expect(['10 %', '20 %', '30 %'].map((text) => index.find(text)[0]?.timeMs)).toEqual([0, 1_000, 2_000]);
});

test('words of different places of the screen are not one', () => {
  expect(anIndex('foo\x1b[10;1Hbar').find('foobar')).toEqual([]);
});

test('a character that is cut in two is whole', () => {
  const index = new TextIndex();
  const bytes = bytesOf('é');
  index.add(0, bytes.subarray(0, 1));
  index.add(1_000, bytes.subarray(1));

  expect(index.find('É')).toMatchObject([{ timeMs: 1_000 }]);
});

test('nothing is found by nothing', () => {
  expect(anIndex('abc').find('')).toEqual([]);
});

test('there is an end to what is found', () => {
  expect(anIndex('a'.repeat(100_000)).find('a')).toHaveLength(maxHits);
});

test('each word of plain lines is found in its line', () => {
  const anyLine = fc.stringMatching(/^[a-z0-9]{1,10}$/);
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 30 }), (lines) => {
      const index = anIndex(...lines.map((line) => `${line}\r\n`));

      for (const [second, line] of lines.entries()) {
        expect(index.find(line)).toContainEqual(hit(second * 1_000, line, 0, line.length));
      }
    }),
  );
});
