import { expect, test } from 'vitest';
import { formatMinutes, formatTime } from '../../../../cli/output/formatTime.ts';

test('a time is told in UTC to the second', () => {
  expect(formatTime('2026-11-21T15:00:01.234Z')).toBe('2026-11-21 15:00:01Z');
});

test.each([
  [0.9, '0m'],
  [-1, '0m'],
  [59, '59m'],
  [61, '1h 1m'],
  [1_500, '1d 1h'],
])('%d minutes are %s', (minutes, text) => {
  expect(formatMinutes(minutes)).toBe(text);
});
