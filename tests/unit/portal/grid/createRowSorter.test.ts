import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowSorter } from '../../../../portal/grid/createRowSorter.ts';
import { sortRows } from '../../../../portal/grid/gridSort.ts';

type Row = { readonly id: string; readonly name: string; readonly size: number };
const compare = (a: string, b: string): number => a.localeCompare(b);
const byName = ({ name }: Row): string => name;
const bySize = ({ size }: Row): number => size;

const anyRow = fc.record({
  id: fc.nat({ max: 12 }).map(String),
  name: fc.constantFrom('Zoë', 'alice', 'Bob', ''),
  size: fc.integer({ min: 0, max: 3 }),
});
const anyRows = fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 12 });
const anyQuestion = fc.record({
  rows: anyRows,
  valueOf: fc.constantFrom(byName, bySize),
  isDescending: fc.boolean(),
});

test('whatever came before, rows are ordered as if they had been sorted once', () => {
  fc.assert(
    fc.property(fc.array(anyQuestion, { minLength: 1, maxLength: 5 }), (questions) => {
      const sort = createRowSorter<Row>(({ id }) => id);

      for (const { rows, valueOf, isDescending } of questions) {
        expect(sort(rows, { valueOf, isDescending, compare })).toEqual(
          sortRows(rows, valueOf, isDescending, compare),
        );
      }
    }),
  );
});

test('one change among many rows is compared with few of them', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({
    id: String(index),
    name: `user${(index * 7919) % 1_000}`,
    size: index,
  }));
  let compared = 0;
  const counting = (a: string, b: string): number => {
    compared += 1;
    return compare(a, b);
  };
  const order = { valueOf: byName, isDescending: false, compare: counting };
  const sort = createRowSorter<Row>(({ id }) => id);
  sort(rows, order);
  compared = 0;

  const changed = rows.with(500, { id: '500', name: 'user0.5', size: 0 });
  const sorted = sort(changed, order);

  expect(sorted).toEqual(sortRows(changed, byName, false, compare));
  expect(compared).toBeLessThan(3 * rows.length);
});
