import type { KeyboardEvent, ReactNode } from 'react';

export type TabsProps<T extends string> = {
  label: string;
  tabs: readonly { readonly id: T; readonly label: string }[];
  chosen: T;
  onChoose: (id: T) => void;
  /** At the other end of the line. */
  children?: ReactNode;
};

/** Views of one thing, of which one is shown. Arrow keys choose, as everywhere. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<T>): ReactNode {
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const at = tabs.findIndex(({ id }) => id === chosen) + (event.key === 'ArrowRight' ? 1 : -1);
    const next = tabs.at(at % tabs.length);
    if (next === undefined) return;
    onChoose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ id, label: text }) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-tab={id}
            aria-selected={id === chosen}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => onChoose(id)}
          >
            <span className="steady" data-text={text}>
              {text}
            </span>
          </button>
        ))}
      </div>
      {children}
    </div>
  );
}
