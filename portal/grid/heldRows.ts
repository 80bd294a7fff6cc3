/** Rows as they stay while a pointer is over them, and how much waits until it is gone. */
export type HeldRows<Row> = {
  readonly rows: readonly Row[];
  /** Rows that are shown and are no more. */
  readonly goneIds: ReadonlySet<string>;
  /** Rows that came or went and have not moved anything yet. */
  readonly waiting: number;
};

/**
 * What is shown stays where it is: each row as it is now, those that are gone as they were last, and those that
 * are new not yet.
 */
export function holdRows<Row>(
  shown: readonly Row[],
  now: readonly Row[],
  idOf: (row: Row) => string,
): HeldRows<Row> {
  const byId = new Map(now.map((row) => [idOf(row), row]));
  const goneIds = new Set(shown.map(idOf).filter((id) => !byId.has(id)));
  const rows = shown.map((row) => byId.get(idOf(row)) ?? row);
  const isNew = now.length - (shown.length - goneIds.size);
  return { rows, goneIds, waiting: isNew + goneIds.size };
}
