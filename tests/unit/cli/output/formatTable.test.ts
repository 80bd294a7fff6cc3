import { expect, test } from 'vitest';
import { formatTable } from '../../../../cli/output/formatTable.ts';

test('columns are as wide as their longest cell, also with letters of two cells', () => {
  const table = formatTable(
    ['NAME', 'STATE'],
    [
      ['vm-web-01', 'running'],
      ['東京', 'off'],
      ['e\u0301', ''],
    ],
  );

  expect(table).toBe(['NAME       STATE', 'vm-web-01  running', '東京       off', 'e\u0301'].join('\n'));
});

test('a cell stays on its line', () => {
  expect(formatTable(['A'], [['one\ntwo\r\x1b[31m']])).toBe('A\none two \u{fffd}[31m');
});
