import { expect, test } from 'vitest';
import { backoffMs } from '../../../relay/backoff.ts';

test('pauses double up to half a minute, and chance spreads them', () => {
  expect([1, 2, 3, 6, 50].map((attempt) => backoffMs(attempt, 0))).toEqual([
    500, 1_000, 2_000, 15_000, 15_000,
  ]);
  expect([1, 6].map((attempt) => backoffMs(attempt, 0.999))).toEqual([1_000, 29_985]);
});
