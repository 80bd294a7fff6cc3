import { useSyncExternalStore } from 'react';
import type { ThemeName } from './themes.ts';

/** The theme that is shown, for what is painted by something else than Fluent. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(
    (onChange) => {
      const observer = new MutationObserver(onChange);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => (document.documentElement.dataset['theme'] ?? 'light') as ThemeName,
  );
}
