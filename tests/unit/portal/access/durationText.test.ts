import { expect, test } from 'vitest';
import { durationText } from '../../../../portal/access/durationText.ts';

test.each([
  ['en', 15, '15 minutes'],
  ['en', 60, '1 hour'],
  ['en', 90, '90 minutes'],
  ['ja', 240, '4 時間'],
  ['fr', 1_440, '1\u{a0}jour'],
  ['nl', 10_080, '7 dagen'],
])('in %s %s minutes are %s', (language, minutes, expected) => {
  expect(durationText(language, minutes)).toBe(expected);
});
