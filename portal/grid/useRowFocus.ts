import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { isFocusLost } from '../components/isFocusLost.ts';

type Place = { readonly element: Element; readonly row: string; readonly column: string };

/**
 * Whoever is in a row that goes, by keys, goes on in the one that has taken its place, at the same column. Where no
 * row is left the page itself has the focus: it is never nowhere.
 */
export function useRowFocus(frame: RefObject<HTMLElement | null>) {
  const place = useRef<Place>(undefined);
  useLayoutEffect(() => {
    const lost = place.current;
    if (lost === undefined || lost.element.isConnected) return;
    place.current = undefined;
    if (isFocusLost()) (takerOf(frame.current, lost) ?? frame.current)?.focus({ preventScroll: true });
  });
  useEffect(
    () => () => {
      if (place.current !== undefined && isFocusLost()) document.getElementById('content')?.focus();
    },
    [],
  );
  return {
    // What a row opens beside the page is not in it, though React tells of it here.
    onFocus({ currentTarget, target }: FocusEvent) {
      if (currentTarget.contains(target)) place.current = placeOf(target);
    },
    // React tells nothing of an element that it takes away itself: this one was left.
    onBlur() {
      place.current = undefined;
    },
  };
}

function placeOf(element: Element): Place | undefined {
  const row = element.closest('tr')?.ariaRowIndex ?? undefined;
  const column = element.closest('td')?.dataset['column'];
  return row === undefined || column === undefined ? undefined : { element, row, column };
}

/** The last row has none that takes its place, but one before it. */
function takerOf(frame: HTMLElement | null, { row, column }: Place): HTMLElement | null | undefined {
  const at = (index: number) =>
    frame?.querySelector<HTMLElement>(
      `tr[aria-rowindex="${index}"] td[data-column="${column}"] :is(a, button, input):not(:disabled)`,
    );
  return at(Number(row)) ?? at(Number(row) - 1);
}
