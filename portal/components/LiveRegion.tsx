import type { ReactNode } from 'react';

/** Said aloud whenever it changes, and never shown. */
export function LiveRegion({ text }: { text: string }): ReactNode {
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}
