import { expect, test } from 'vitest';
import { chooseLanguage } from '../../../../portal/i18n/languages.ts';

test.each([
  ['what was chosen here comes first', 'ko', ['fr'], 'ko'],
  ['then the first of the browser that there is', null, ['de-AT', 'nl-BE', 'fr'], 'nl'],
  ['a language that is gone is not kept', 'xx', ['ja-JP'], 'ja'],
  ['English where nothing fits', null, ['de', 'es'], 'en'],
  ['no member of every object is a language', 'constructor', [], 'en'],
] as const)('%s', (_, kept, wanted, chosen) => {
  expect(chooseLanguage(kept, wanted)).toBe(chosen);
});
