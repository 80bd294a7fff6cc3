import { expect, test } from 'vitest';
import { oneLine, printable, printableJson } from '../../../../cli/output/printable.ts';

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

test('JSON holds nothing that a terminal obeys, and means the same', () => {
  const value = { name: 'Mallory\x1b[2J\u{9b}2J\u{202e}\u{e0041}', place: '東京' };

  const json = printableJson(value);

  // oxlint-disable-next-line no-control-regex
  expect(json).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]|\p{Cf}/u);
  expect(json).toContain('東京');
  expect(JSON.parse(json)).toEqual(value);
});
