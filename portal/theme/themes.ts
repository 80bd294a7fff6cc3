import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from '@fluentui/react-components';

/** From nearly black to nearly white; the buttons of the light theme are 80, those of the dark one 70. */
const brand: BrandVariants = {
  10: '#020406',
  20: '#0b1a26',
  30: '#0b2a42',
  40: '#0a3657',
  50: '#08436d',
  60: '#065084',
  70: '#045d9b',
  80: '#0067b0',
  90: '#2277bd',
  100: '#3d87c9',
  110: '#5697d4',
  120: '#6fa8de',
  130: '#88b8e7',
  140: '#a2c9ef',
  150: '#bcdaf6',
  160: '#d8ebfc',
};

const fontFamilyBase =
  "'Segoe UI', 'Segoe UI Web (West European)', system-ui, -apple-system, Roboto, 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans CJK KR', sans-serif";

export const themes = {
  light: { ...createLightTheme(brand), fontFamilyBase },
  // Links and what is chosen need the lighter half of the ramp on a dark ground.
  dark: {
    ...createDarkTheme(brand),
    fontFamilyBase,
    colorBrandForeground1: brand[120],
    colorBrandForeground2: brand[130],
    colorBrandForegroundLink: brand[130],
    colorCompoundBrandForeground1: brand[120],
  },
  contrast: { ...teamsHighContrastTheme, fontFamilyBase },
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;
