export type CsvCell = string | number | undefined;
export type CsvRow = readonly CsvCell[];

/** A spreadsheet takes what begins like this for a formula and runs it, full-width forms and all. */
const isFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * RFC 4180, with the mark that tells spreadsheets that it is UTF-8. Names in it were chosen by others: a text that
 * would be a formula gets an apostrophe, which spreadsheets show as the text. Numbers are what they are.
 */
export const toCsv = (rows: readonly CsvRow[]): string => [...csvPieces(rows)].join('');

const pieceRows = 500;

/** The same, some rows at a time. */
export function* csvPieces(rows: Iterable<CsvRow>): Generator<string> {
  let piece = '\uFEFF';
  let count = 0;
  for (const row of rows) {
    piece += `${row.map(toField).join(',')}\r\n`;
    count += 1;
    if (count % pieceRows !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function toField(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = isFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
