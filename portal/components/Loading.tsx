import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

export function Loading({ text = texts.loading }: { text?: string }): ReactNode {
  return (
    <p className="loading" role="status">
      {text}
    </p>
  );
}
