export type RowOrder<Row> = {
  /** The same function for the same column: what it said of a row is remembered. */
  readonly valueOf: (row: Row) => string | number;
  readonly isDescending: boolean;
  readonly compare: (a: string, b: string) => number;
};

type Entry<Row> = { readonly row: Row; readonly index: number; readonly value: string | number };

/**
 * Sorts one list again and again, as `sortRows` does. Few of many rows have changed since last time, so it begins
 * with the order of then, which leaves next to nothing to compare; the value of a row that is still the same
 * object is not asked for again.
 */
export function createRowSorter<Row extends object>(idOf: (row: Row) => string) {
  let values = new WeakMap<Row, string | number>();
  let valueOf: RowOrder<Row>['valueOf'] | undefined;
  let before: readonly Row[] = [];

  function valueOfRow(row: Row, order: RowOrder<Row>): string | number {
    const value = values.get(row) ?? order.valueOf(row);
    values.set(row, value);
    return value;
  }

  return (rows: readonly Row[], order: RowOrder<Row>): readonly Row[] => {
    if (order.valueOf !== valueOf) values = new WeakMap();
    valueOf = order.valueOf;
    const entries = rows.map((row, index) => ({ row, index, value: valueOfRow(row, order) }));
    const sorted = arrange(entries, before, idOf).sort(comparing(order));
    before = sorted.map(({ row }) => row);
    return before;
  };
}

/** In the order of before; what was not there comes last. */
function arrange<Row>(
  entries: readonly Entry<Row>[],
  before: readonly Row[],
  idOf: (row: Row) => string,
): Entry<Row>[] {
  const byId = new Map(entries.map((entry) => [idOf(entry.row), entry]));
  const arranged: Entry<Row>[] = [];
  for (const row of before) {
    const id = idOf(row);
    const entry = byId.get(id);
    if (entry === undefined) continue;
    arranged.push(entry);
    byId.delete(id);
  }
  return [...arranged, ...byId.values()];
}

/** Rows that are alike keep the order in which they came. */
function comparing<Row>({ isDescending, compare }: RowOrder<Row>) {
  const sign = isDescending ? -1 : 1;
  return ({ value: a, index }: Entry<Row>, { value: b, index: other }: Entry<Row>): number => {
    const step = typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
    return step === 0 ? index - other : sign * step;
  };
}
