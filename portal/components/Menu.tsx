import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  isDangerous?: boolean;
  /** Shown under the item, which cannot be chosen then. */
  disabledBecause?: string | undefined;
};

export type MenuProps = {
  label: string;
  items: readonly MenuItem[];
  /** What the button shows; the `…` at the end of a row without it. */
  text?: string;
  /** Told before the items are shown. */
  onOpen?: () => void;
};

/** A button with a list of things to do. A popover: above everything, and closed by Escape or a click elsewhere. */
export function Menu({ label, items, text, onOpen }: MenuProps): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  return (
    <span className="menu-place">
      <button
        ref={button}
        type="button"
        className={text === undefined ? 'icon' : 'menu-button'}
        aria-label={label}
        aria-haspopup="menu"
        popoverTarget={id}
        onClick={() => {
          onOpen?.();
          place(button.current, menu.current);
        }}
      >
        {text ?? '…'}
      </button>
      <div
        ref={menu}
        id={id}
        className="menu"
        popover="auto"
        role="menu"
        aria-label={label}
        onKeyDown={moveFocus}
      >
        {items.map((item) => (
          <MenuButton key={item.label} item={item} onChosen={() => menu.current?.hidePopover()} />
        ))}
      </div>
    </span>
  );
}

function MenuButton({ item, onChosen }: { item: MenuItem; onChosen: () => void }): ReactNode {
  const { label, onSelect, isDangerous = false, disabledBecause } = item;
  return (
    <button
      type="button"
      role="menuitem"
      className={isDangerous ? 'danger' : ''}
      disabled={disabledBecause !== undefined}
      onClick={() => {
        onChosen();
        onSelect();
      }}
    >
      {label}
      {disabledBecause !== undefined && <span className="fine">{disabledBecause}</span>}
    </button>
  );
}

/** At the button's edge that is nearer to the page's, and above it where there is no room below. */
function place(button: HTMLElement | null, menu: HTMLElement | null): void {
  const at = button?.getBoundingClientRect();
  if (at === undefined || menu === null) return;
  const { clientWidth, clientHeight } = document.documentElement;
  const isLow = at.bottom > clientHeight * 0.6;
  const isLeft = at.left < clientWidth - at.right;
  menu.style.top = isLow ? 'auto' : `${at.bottom + 4}px`;
  menu.style.bottom = isLow ? `${clientHeight - at.top + 4}px` : 'auto';
  menu.style.left = isLeft ? `${at.left}px` : 'auto';
  menu.style.right = isLeft ? 'auto' : `${clientWidth - at.right}px`;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const step = event.key === 'ArrowDown' ? 1 : -1;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]:enabled')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items.at((at === -1 && step < 0 ? items.length - 1 : at + step) % items.length)?.focus();
}
