import { DialogBody, DialogSurface, DialogTitle, Dialog as FluentDialog } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';

export type DialogProps = { title: string; onClose: () => void; children: ReactNode; isWide?: boolean };

/** A modal dialog that is open for as long as it is rendered. Focus stays in it and goes back after it. */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps): ReactNode {
  useFocusReturn();
  return (
    <FluentDialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={isWide ? 'dialog wide' : 'dialog'} aria-describedby={undefined}>
        <DialogBody className="dialog-body">
          <DialogTitle>{title}</DialogTitle>
          {children}
        </DialogBody>
      </DialogSurface>
    </FluentDialog>
  );
}

/** To what had it before, unless something else has taken it meanwhile. */
function useFocusReturn(): void {
  const before = useRef(focused());
  useEffect(() => {
    const element = before.current;
    return () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && element instanceof HTMLElement && element.isConnected) element.focus();
      });
    };
  }, []);
}

/** A menu is gone when the dialog that was chosen in it is: its button stands for it. */
function focused(): Element | null {
  const menu = document.activeElement?.closest('[role=menu]');
  const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
  return button ?? document.activeElement;
}
