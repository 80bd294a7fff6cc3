import { oneLine } from './printable.ts';

/** Letters that take two cells of a terminal. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const combining = /\p{M}/u;
const gap = '  ';

/** Columns as wide as their longest cell; nothing is cut, so that an id can be copied. */
export function formatTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headers, ...rows.map((row) => row.map((cell) => oneLine(cell)))];
  const widths = headers.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines.map((line) => formatLine(line, widths)).join('\n');
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
    .join(gap)
    .trimEnd();
}

function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += combining.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return width;
}
