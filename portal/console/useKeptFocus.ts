import { type RefObject, useEffect } from 'react';
import { isFocusLost } from '../components/isFocusLost.ts';

/**
 * Whoever has the focus on a button that goes away, or can no longer be pressed, would be nowhere: what they type next
 * goes to `instead`. The terminal itself is not part of `place`: it changes with every byte.
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>, instead: { focus(): void }): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let last: EventTarget | null = null;
    const onFocus = ({ target }: FocusEvent): void => {
      last = target;
    };
    const observer = new MutationObserver(() => {
      if (!(last instanceof HTMLElement) || (last.isConnected && !last.matches(':disabled'))) return;
      if (isFocusLost() || document.activeElement === last) instead.focus();
      last = null;
    });
    element.addEventListener('focusin', onFocus);
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => {
      element.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, [place, instead]);
}
