import { expect, test } from 'vitest';
import { createRateGate } from '../../../../portal/terminal/rateGate.ts';

test('of many within the time only the first passes', () => {
  let now = 0;
  const gate = createRateGate(1_000, () => now);

  const passed = [0, 1, 999, 1_000, 1_500, 2_000].filter((time) => {
    now = time;
    return gate();
  });

  expect(passed).toEqual([0, 1_000, 2_000]);
});
