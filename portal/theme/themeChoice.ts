import type { ThemeName } from './themes.ts';

/** What a person chose; `system` follows the browser. */
export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** What the browser asks for. */
export type SystemLook = { readonly isDark: boolean; readonly isForced: boolean };

export function readThemeChoice(kept: string | null): ThemeChoice {
  return themeChoices.find((one) => one === kept) ?? 'system';
}

export function themeOf(choice: ThemeChoice, { isDark, isForced }: SystemLook): ThemeName {
  if (choice !== 'system') return choice;
  if (isForced) return 'contrast';
  return isDark ? 'dark' : 'light';
}
