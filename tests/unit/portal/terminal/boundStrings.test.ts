import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundStrings } from '../../../../portal/terminal/boundStrings.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const long = 'x'.repeat(8_193);

function filtered(text: string, cutAt: readonly number[] = []): string {
  const strings = new BoundStrings();
  const bytes = bytesOf(text);
  const ends = [...cutAt, bytes.length];
  return ends.map((end, i) => textOf(strings.filter(bytes.slice(ends[i - 1] ?? 0, end)))).join('');
}

test.each([
  ['a title that BEL ends', `\x1b]0;${long}\x07after`],
  ['a title that ST ends', `\x1b]2;${long}\x1b\\after`],
  ['a link', `\x1b]8;;https://${long}\x07after`],
  ['a device string', `\x1bP$q${long}\x1b\\after`],
  ['a message', `\x1b^${long}\x1b\\after`],
  ['a title of 8-bit controls', `\u009d0;${long}\x07after`],
  ['one that CAN ends', `\x1b]0;${long}\x18after`],
  ['one with a control before its kind', `\x1b\n]0;${long}\x07after`],
])('A22a %s that is too long is cut off, and what follows it is shown', (_, text) => {
  const shown = filtered(text);

  expect(shown.length).toBeLessThan(8_220);
  expect(shown).toContain('\x18');
  expect(shown).toMatch(/(?:^|\\)?after$/);
});

test('A22a a string that never ends is swallowed, however long it is', () => {
  const strings = new BoundStrings();
  strings.filter(bytesOf(`\x1bP${long}`));

  const shown = [1, 2, 3].map(() => strings.filter(bytesOf(long)).length);

  expect(shown).toEqual([0, 0, 0]);
});

test('another sequence ends a string that is too long, and has its effect', () => {
  expect(filtered(`\x1b]0;${long}\x1b[31mred`).endsWith('\x1b[31mred')).toBe(true);
});

test('text, colours and short strings are the same bytes, wherever they are cut', () => {
  const piece = fc.constantFrom(
    'login: ',
    '\x1b[31m',
    '\x1b]0;a title\x07',
    '\x1bP$q"p\x1b\\',
    'é漢\u009d1;x\x07',
    '\x18',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }),
      fc.array(fc.nat(200), { maxLength: 5 }),
      (pieces, cuts) => {
        const text = pieces.join('');
        const { length } = bytesOf(text);
        const strings = new BoundStrings();
        const at = cuts.map((cut) => Math.min(cut, length)).toSorted((a, b) => a - b);
        const parts = [0, ...at].map((from, i) => strings.filter(bytesOf(text).slice(from, at[i] ?? length)));

        expect(parts.flatMap((part) => [...part])).toEqual([...bytesOf(text)]);
      },
    ),
  );
});

test('after a remark of the page, which cancels it, nothing of a string is left', () => {
  const strings = new BoundStrings();
  strings.filter(bytesOf(`\x1bP${long}`));

  strings.reset();

  expect(textOf(strings.filter(bytesOf('login: ')))).toBe('login: ');
});
