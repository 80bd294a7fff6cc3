import { expect, test } from 'vitest';
import { nextSort, readSort, sortRows, writeSort } from '../../../../portal/grid/gridSort.ts';

const newest = { column: 'started', isDescending: true };
const compare = (a: string, b: string): number => a.localeCompare(b);

test.each([
  ['user', { column: 'user', isDescending: false }],
  ['-user', { column: 'user', isDescending: true }],
  ['', newest],
  ['-', newest],
  ['constructor', newest],
])('the address says %j', (text, sort) => {
  const read = readSort(text, ['user', 'started'], newest);

  expect(read).toEqual(sort);
  expect(readSort(writeSort(read), ['user', 'started'], newest)).toEqual(sort);
});

test('another column begins upwards, the same one is turned round', () => {
  expect(nextSort(newest, 'user')).toEqual({ column: 'user', isDescending: false });
  expect(nextSort(newest, 'started')).toEqual({ column: 'started', isDescending: false });
});

test('rows are ordered by number or as the language has it, and those that are alike stay as they were', () => {
  const rows = [
    { id: 1, name: 'Zoë', size: 10 },
    { id: 2, name: 'alice', size: 9 },
    { id: 3, name: 'Zoë', size: 9 },
  ];
  const ids = (by: (row: (typeof rows)[number]) => string | number, isDescending: boolean): number[] =>
    sortRows(rows, by, isDescending, compare).map(({ id }) => id);

  expect(ids(({ name }) => name, false)).toEqual([2, 1, 3]);
  expect(ids(({ name }) => name, true)).toEqual([1, 3, 2]);
  expect(ids(({ size }) => size, false)).toEqual([2, 3, 1]);
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3]);
});
