import { expect, test } from 'vitest';
import { narrowFontSizePx } from '../../../../portal/terminal/terminalSize.ts';

test.each([
  [14, false, 70, 12],
  [14, false, 41, 11],
  [20, false, 29, 16],
  [14, true, 41, 7],
  [14, true, 20, 6],
])(
  'letters of %i pixels, all columns at once: %s; where %i fit they have %i',
  (fontSizePx, isWidthFitted, columns, px) => {
    expect(narrowFontSizePx({ fontSizePx, isWidthFitted }, columns)).toBe(px);
  },
);
