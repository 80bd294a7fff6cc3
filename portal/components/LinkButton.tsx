import { Button } from '@fluentui/react-components';
import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { navigate } from '../router.ts';
import { isPlainClick } from './Link.tsx';

export type LinkButtonProps = {
  href: string;
  children: ReactNode;
  icon?: ReactElement;
  isPrimary?: boolean;
  isSmall?: boolean;
  'aria-label'?: string;
};

/** A link within the portal that looks like the buttons beside it, and is a link for whoever hears it. */
export function LinkButton({
  href,
  isPrimary = false,
  isSmall = false,
  ...rest
}: LinkButtonProps): ReactNode {
  function onClick(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    navigate(href);
  }
  return (
    <Button
      as="a"
      role="link"
      href={href}
      onClick={onClick}
      appearance={isPrimary ? 'primary' : 'secondary'}
      size={isSmall ? 'small' : 'medium'}
      {...rest}
    />
  );
}
