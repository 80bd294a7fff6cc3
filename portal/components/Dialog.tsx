import {
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Dialog as FluentDialog,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { isFocusLost } from './isFocusLost.ts';

export type DialogProps = { title: string; onClose: () => void; children: ReactNode; isWide?: boolean };

/** A modal dialog that is open for as long as it is rendered. Focus stays in it and goes back after it. What is longer than the window scrolls below its title. */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps): ReactNode {
  useFocusReturn();
  return (
    <FluentDialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={isWide ? 'dialog wide' : 'dialog'} aria-describedby={undefined}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className="dialog-content">{children}</DialogContent>
        </DialogBody>
      </DialogSurface>
    </FluentDialog>
  );
}

/** To what had it before, unless something else has taken it meanwhile; where that is gone, to what it was in. */
function useFocusReturn(): void {
  const before = useRef(focused());
  useEffect(() => {
    const places = before.current;
    return () => {
      setTimeout(() => takeBack(places));
    };
  }, []);
}

function takeBack(places: readonly (Element | null | undefined)[]): void {
  // Nothing had it where a button was disabled while it worked.
  const place = places.find((one) => one?.isConnected && one !== document.body);
  if (isFocusLost() && place instanceof HTMLElement) place.focus();
}

/** A menu is gone when the dialog that was chosen in it is: its button stands for it. */
function focused(): readonly (Element | null | undefined)[] {
  const menu = document.activeElement?.closest('[role=menu]');
  const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
  const element = button ?? document.activeElement;
  return [element, element?.closest('[role=group]'), document.getElementById('content')];
}
