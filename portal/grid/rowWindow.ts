/** Which rows of a long table are in the page, and how much room those above and below it take. */
export type RowWindow = {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  readonly abovePx: number;
  readonly belowPx: number;
};

/** What is scrolled to is there before it is seen. */
const spareRows = 8;
/** So that scrolling by a row changes nothing: the window moves in steps. */
const stepRows = 4;

export function rowWindow(scrollTopPx: number, heightPx: number, count: number, rowPx: number): RowWindow {
  const top = Math.floor(scrollTopPx / rowPx / stepRows) * stepRows;
  const seen = Math.ceil(heightPx / rowPx) + stepRows;
  const first = Math.max(0, Math.min(top - spareRows, count - seen));
  const end = Math.min(count, top + seen + spareRows);
  return { first, end, abovePx: first * rowPx, belowPx: (count - end) * rowPx };
}
