import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvCell, toCsv } from '../../../../portal/download/toCsv.ts';

const isActive = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** RFC 4180, read as strictly as it is written. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  field.lastIndex = 1;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, quoted, plain, end] = field.exec(text) ?? [];
    if (end === undefined) throw new Error(`not CSV at ${at}`);
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test('rows are written as RFC 4180 has it, for readers of UTF-8', () => {
  const csv = toCsv([
    ['User', 'VM', 'Minutes'],
    ['Alice "Al" Smith', 'vm-web-01, rack 3', 1.5],
    ['日本\nから', undefined, 0],
  ]);

  expect(csv).toBe(
    '\uFEFFUser,VM,Minutes\r\n"Alice ""Al"" Smith","vm-web-01, rack 3",1.5\r\n"日本\nから",,0\r\n',
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+SUM(A1)', "'+SUM(A1)"],
  ['-1', "'-1"],
  ['@cmd', "'@cmd"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['\n=1', "'\n=1"],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://evil","x")', `'=HYPERLINK("http://evil","x")`],
])('A23: a name that a spreadsheet would run is text: %j', (cell, expected) => {
  expect(readCsv(toCsv([[cell]]))).toEqual([[expected]]);
});

test('A23: no text in any row is a formula, and nothing else of it changes', () => {
  const anyCell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', ' ', '＝') }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(anyCell, { minLength: 1 }), { minLength: 1 }), (rows) => {
      const read = readCsv(toCsv(rows as readonly CsvCell[][]));

      expect(read.flat().filter((cell) => isActive.test(cell))).toEqual([]);
      expect(read).toEqual(rows.map((row) => row.map((cell) => (isActive.test(cell) ? `'${cell}` : cell))));
    }),
  );
});

test('a number that is negative stays a number', () => {
  expect(toCsv([[-5]])).toBe('\uFEFF-5\r\n');
});
