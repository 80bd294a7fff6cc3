import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { navigate } from '../router.ts';

/** A link within the portal; with a modifier key or another button the browser does what it always does. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { href: string }): ReactNode {
  function onClick(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    navigate(href);
  }
  return <a href={href} onClick={onClick} {...rest} />;
}

export const isPlainClick = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
