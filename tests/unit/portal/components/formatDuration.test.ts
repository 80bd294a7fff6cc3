import { expect, test } from 'vitest';
import { formatDuration } from '../../../../portal/components/formatDuration.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [-5, '0 s'],
  [42 * second, '42 s'],
  [7 * minute + 3 * second, '7 min 03 s'],
  [2 * hour + 5 * minute + 59 * second, '2 h 05 min'],
  [76 * hour, '3 d 04 h'],
])('%i ms is %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
