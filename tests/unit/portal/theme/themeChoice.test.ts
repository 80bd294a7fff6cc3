import { expect, test } from 'vitest';
import { readThemeChoice, themeOf } from '../../../../portal/theme/themeChoice.ts';

test.each([
  ['light', true, true, 'light'],
  ['dark', false, true, 'dark'],
  ['contrast', false, false, 'contrast'],
  ['system', false, false, 'light'],
  ['system', true, false, 'dark'],
  ['system', true, true, 'contrast'],
] as const)('%s, dark %s, forced colours %s: %s', (choice, isDark, isForced, theme) => {
  expect(themeOf(choice, { isDark, isForced })).toBe(theme);
});

test('what was kept and is no theme follows the system', () => {
  expect([readThemeChoice('dark'), readThemeChoice('pink'), readThemeChoice(null)]).toEqual([
    'dark',
    'system',
    'system',
  ]);
});
