import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowWindow } from '../../../../portal/grid/rowWindow.ts';

test('of a short table every row is in the page', () => {
  expect(rowWindow(0, 500, 3, 50)).toEqual({ first: 0, end: 3, abovePx: 0, belowPx: 0 });
  expect(rowWindow(0, 500, 0, 50)).toEqual({ first: 0, end: 0, abovePx: 0, belowPx: 0 });
});

test('of a long table the rows that are seen are, and some around them', () => {
  expect(rowWindow(50 * 1_000, 500, 10_000, 50)).toEqual({
    first: 992,
    end: 1_022,
    abovePx: 992 * 50,
    belowPx: (10_000 - 1_022) * 50,
  });
});

test('whatever is scrolled to is in the page, and the page is always as high', () => {
  const any = fc.record({
    count: fc.integer({ min: 0, max: 20_000 }),
    heightPx: fc.integer({ min: 0, max: 2_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(any, ({ count, heightPx, part }) => {
      const rowPx = 52;
      const topPx = part * Math.max(0, count * rowPx - heightPx);
      const { first, end, abovePx, belowPx } = rowWindow(topPx, heightPx, count, rowPx);

      expect(abovePx + (end - first) * rowPx + belowPx).toBe(count * rowPx);
      expect(abovePx).toBeLessThanOrEqual(topPx);
      expect(abovePx + (end - first) * rowPx).toBeGreaterThanOrEqual(
        Math.min(topPx + heightPx, count * rowPx),
      );
      expect(end - first).toBeLessThanOrEqual(heightPx / rowPx + 26);
    }),
  );
});
