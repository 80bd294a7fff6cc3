import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { toAscii } from '../../../../infra/local/toAscii.ts';

/** What a program gives as it is, and in ASCII. */
const bothOf = (source: string): unknown[] =>
  [source, toAscii(source)].map((program) => runInThisContext(program) as unknown);

test.each([
  ['text', '"é‘😀"'],
  ['a template', '`é${"‘"}😀`'],
  ['a class of characters', '"a‘b😀".split(/[‘’]/)'],
  ['a class of characters beyond the first plane', '"a😀b".split(/[😀]/u)'],
  ['a name', '((π) => π)(3)'],
])('%s means the same', (_, source) => {
  const [before, after] = bothOf(source);

  expect(after).toEqual(before);
  expect(toAscii(source)).toMatch(/^[\0-\x7f]*$/);
});

test('a character that is escaped itself stays', () => {
  const [before, after] = bothOf(String.raw`"aéb".split(/\é/)`);

  expect(after).toEqual(before);
});
