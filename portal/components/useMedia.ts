import { useSyncExternalStore } from 'react';

/** Whether the screen is such as a media query asks for, as it changes. */
export function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (onChange) => {
      query.addEventListener('change', onChange);
      return () => query.removeEventListener('change', onChange);
    },
    () => query.matches,
  );
}
