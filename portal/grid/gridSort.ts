/** By which column a table is ordered. In an address: `user`, or `-user` for the other way round. */
export type GridSort = { readonly column: string; readonly isDescending: boolean };

export function readSort(text: string, columns: readonly string[], otherwise: GridSort): GridSort {
  const isDescending = text.startsWith('-');
  const column = isDescending ? text.slice(1) : text;
  return columns.includes(column) ? { column, isDescending } : otherwise;
}

export const writeSort = ({ column, isDescending }: GridSort): string => (isDescending ? '-' : '') + column;

/** What a click on a column's head asks for: that column, and the other way round if it was that one already. */
export const nextSort = (sort: GridSort, column: string): GridSort => ({
  column,
  isDescending: sort.column === column && !sort.isDescending,
});

/** Numbers by size, texts as `compare` has it. Rows that are alike keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => string | number,
  isDescending: boolean,
  compare: (a: string, b: string) => number,
): readonly Row[] {
  const sign = isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort(({ value: a }, { value: b }) =>
      typeof a === 'number' && typeof b === 'number' ? sign * (a - b) : sign * compare(String(a), String(b)),
    )
    .map(({ row }) => row);
}
