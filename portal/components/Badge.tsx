import type { ReactNode } from 'react';

export type BadgeTone = 'good' | 'busy' | 'bad' | 'neutral';

/** A word with a coloured dot; the word alone says it all. */
export function Badge({ tone, children }: { tone: BadgeTone; children: ReactNode }): ReactNode {
  return <span className={`badge ${tone}`}>{children}</span>;
}
