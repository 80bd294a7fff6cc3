import { expect, test } from 'vitest';
import { createFloodGate } from '../../../../shared/audit/floodGate.ts';
import { manualClock } from '../../../support/manualClock.ts';

test('twenty refusals of a caller are kept in a minute, others are not their business, and then again', () => {
  const clock = manualClock(Date.UTC(2026, 10, 1));
  const gate = createFloodGate(clock);
  const twentyFive = () => Array.from({ length: 25 }, () => gate.admit('p'));
  const expected = [...Array<string>(19).fill('keep'), 'last', ...Array<string>(5).fill('drop')];

  expect(twentyFive()).toEqual(expected);
  expect(gate.admit('other')).toBe('keep');
  clock.advance(59_999);
  expect(gate.admit('p')).toBe('drop');
  clock.advance(1);
  expect(twentyFive()).toEqual(expected);
});
