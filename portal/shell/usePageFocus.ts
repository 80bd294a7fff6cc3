import { type RefObject, useEffect, useRef } from 'react';
import { isFocusLost } from '../components/isFocusLost.ts';

/** Whoever came by a link that has gone with its page goes on at the top of the new one, not at nowhere. */
export function usePageFocus(path: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const isLost = isFocusLost() || document.activeElement?.checkVisibility() === false;
    if (isLost) main.current?.focus();
  }, [path]);
  return main;
}
