import { type RefObject, useLayoutEffect, useState } from 'react';
import { type RowWindow, rowWindow } from './rowWindow.ts';

/** Follows the frame that the table scrolls in. Rows that nobody sees are not rendered. */
export function useRowWindow(frame: RefObject<HTMLElement | null>, count: number, rowPx: number): RowWindow {
  const [seen, setSeen] = useState({ topPx: 0, heightPx: innerHeight });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = (): void =>
      setSeen((before) => {
        const { scrollTop: topPx, clientHeight: heightPx } = element;
        return isSame(before, { topPx, heightPx }, count, rowPx) ? before : { topPx, heightPx };
      });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [frame, count, rowPx]);
  return rowWindow(seen.topPx, seen.heightPx, count, rowPx);
}

type Seen = { readonly topPx: number; readonly heightPx: number };

function isSame(a: Seen, b: Seen, count: number, rowPx: number): boolean {
  const of = ({ topPx, heightPx }: Seen): RowWindow => rowWindow(topPx, heightPx, count, rowPx);
  return of(a).first === of(b).first && of(a).end === of(b).end;
}
