import { type ReactNode, useId, useRef } from 'react';

export type RowMenuItem = { label: string; onSelect: () => void; disabledBecause?: string | undefined };

/** The `…` at the end of a row. A popover: above everything, and closed by Escape or a click elsewhere. */
export function RowMenu({ label, items }: { label: string; items: readonly RowMenuItem[] }): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  function place(): void {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined || menu.current === null) return;
    menu.current.style.top = `${at.bottom + 4}px`;
    menu.current.style.right = `${document.documentElement.clientWidth - at.right}px`;
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon"
        aria-label={label}
        aria-haspopup="menu"
        popoverTarget={id}
        onClick={place}
      >
        …
      </button>
      <div ref={menu} id={id} className="menu" popover="auto" role="menu" aria-label={label}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            disabled={item.disabledBecause !== undefined}
            title={item.disabledBecause}
            onClick={() => {
              menu.current?.hidePopover();
              item.onSelect();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}
