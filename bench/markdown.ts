/** A Markdown table whose columns line up in a terminal too. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

export const ms = (value: number): string => value.toFixed(2);
export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
export const megabytesPerSecond = (bytes: number, milliseconds: number): string =>
  (bytes / 1_000 / milliseconds).toFixed(2);
