import { expect, test } from 'vitest';
import { clockText } from '../../../../portal/replay/clockText.ts';

test.each([
  [-5, '0:00'],
  [999, '0:00'],
  [42_000, '0:42'],
  [725_000, '12:05'],
  [3_723_000, '1:02:03'],
  [360_000_000, '100:00:00'],
])('%s ms into a recording is %s', (timeMs, expected) => {
  expect(clockText(timeMs)).toBe(expected);
});
