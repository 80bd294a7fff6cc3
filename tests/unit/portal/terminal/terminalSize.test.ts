import { expect, test } from 'vitest';
import { guestFontSizePx } from '../../../../portal/terminal/terminalSize.ts';

const roomy = { columns: 132, rows: 50 };

test('letters are as large as they are wanted where there is room for all', () => {
  expect(guestFontSizePx({ fontSizePx: 14, isWidthFitted: false }, roomy)).toBe(14);
});

test.each([
  [14, false, 70, 12],
  [14, false, 41, 11],
  [20, false, 29, 16],
  [14, true, 41, 7],
  [14, true, 20, 6],
])(
  'letters of %i pixels, all columns at once: %s; where %i fit they have %i',
  (fontSizePx, isWidthFitted, columns, px) => {
    expect(guestFontSizePx({ fontSizePx, isWidthFitted }, { ...roomy, columns })).toBe(px);
  },
);

test.each([
  [23, 13],
  [20, 11],
  [8, 11],
])('where %i rows fit, letters of 14 pixels have %i, whoever wants all columns', (rows, px) => {
  for (const isWidthFitted of [false, true]) {
    expect(guestFontSizePx({ fontSizePx: 14, isWidthFitted }, { ...roomy, rows })).toBe(px);
  }
});
