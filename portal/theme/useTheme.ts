import { useEffect, useState } from 'react';
import { useMedia } from '../components/useMedia.ts';
import { readThemeChoice, type ThemeChoice, themeOf } from './themeChoice.ts';
import type { ThemeName } from './themes.ts';

const keptAs = 'sallyport.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const forced = matchMedia('(forced-colors: active)');

export type ThemeState = {
  readonly choice: ThemeChoice;
  readonly theme: ThemeName;
  readonly choose: (choice: ThemeChoice) => void;
};

/** The theme that was chosen here, or the browser's, as it changes. */
export function useTheme(): ThemeState {
  const [choice, setChoice] = useState(() => readThemeChoice(localStorage.getItem(keptAs)));
  const isDark = useMedia(dark);
  const isForced = useMedia(forced);
  const theme = themeOf(choice, { isDark, isForced });
  // Scroll bars and the browser's own controls.
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return {
    choice,
    theme,
    choose(next) {
      localStorage.setItem(keptAs, next);
      setChoice(next);
    },
  };
}
