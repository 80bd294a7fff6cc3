export type CsvCell = string | number | undefined;

/** A spreadsheet takes what begins like this for a formula and runs it, full-width forms and all. */
const isFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * RFC 4180, with the mark that tells spreadsheets that it is UTF-8. Names in it were chosen by others: a text that
 * would be a formula gets an apostrophe, which spreadsheets show as the text. Numbers are what they are.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(toField).join(',')}\r\n`).join('')}`;
}

function toField(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = isFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
