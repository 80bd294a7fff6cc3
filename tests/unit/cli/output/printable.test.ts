import { expect, test } from 'vitest';
import { oneLine, printable } from '../../../../cli/output/printable.ts';

test.each([
  ['\x1b]0;title\x07', '\u{fffd}]0;title\u{fffd}'],
  ['a\u{9b}31mb', 'a\u{fffd}31mb'],
  ['abc\u{202e}txt', 'abc\u{fffd}txt'],
  ['Zoë 東京 é', 'Zoë 東京 é'],
  ['two\nlines', 'two\nlines'],
])('%j is printed as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('one line has no other', () => {
  expect(oneLine('two\r\n  lines')).toBe('two lines');
});
