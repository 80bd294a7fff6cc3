import { expect, test } from 'vitest';
import { holdRows } from '../../../../portal/grid/heldRows.ts';

type Row = { readonly id: string; readonly state: string };
const row = (id: string, state = 'Active'): Row => ({ id, state });
const hold = (shown: readonly Row[], now: readonly Row[]) => holdRows(shown, now, ({ id }) => id);

test('what is shown keeps its place and tells its news', () => {
  const held = hold([row('a'), row('b')], [row('b', 'Disconnecting'), row('a')]);

  expect(held).toEqual({ rows: [row('a'), row('b', 'Disconnecting')], goneIds: new Set(), waiting: 0 });
});

test('what is gone stays as it was last, and what is new waits', () => {
  const held = hold([row('a'), row('b')], [row('d'), row('c'), row('a')]);

  expect(held).toEqual({ rows: [row('a'), row('b')], goneIds: new Set(['b']), waiting: 3 });
});

test('a list that is shown as it is waits for nothing', () => {
  const rows = [row('a'), row('b')];

  expect(hold(rows, rows)).toEqual({ rows, goneIds: new Set(), waiting: 0 });
});
