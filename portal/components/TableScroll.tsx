import type { ReactNode } from 'react';

/** A table that is scrolled sideways where there is no room for it, also by keys. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
