import { type RefObject, useEffect, useRef } from 'react';

/**
 * Tells when a mouse comes over the rows, and when it is over something else. The whole document is asked: what is
 * taken away below a pointer is never left, and to React a row's menu, which lies elsewhere, is a part of the row.
 */
export function useRowHover(
  rows: RefObject<HTMLElement | null>,
  onHover: ((isOver: boolean) => void) | undefined,
): void {
  const tell = useRef(onHover);
  useEffect(() => {
    tell.current = onHover;
  });
  const isWanted = onHover !== undefined;
  useEffect(() => {
    if (!isWanted) return undefined;
    let wasOver = false;
    function notice(isOver: boolean): void {
      if (isOver === wasOver) return;
      wasOver = isOver;
      tell.current?.(isOver);
    }
    const onOver = ({ target, pointerType }: PointerEvent): void =>
      notice(pointerType === 'mouse' && target instanceof Node && rows.current?.contains(target) === true);
    const onGone = (): void => notice(false);
    const page = document.documentElement;
    page.addEventListener('pointerover', onOver);
    page.addEventListener('pointerleave', onGone);
    return () => {
      page.removeEventListener('pointerover', onOver);
      page.removeEventListener('pointerleave', onGone);
      onGone();
    };
  }, [rows, isWanted]);
}
