import { useMemo, useState } from 'react';
import { findLines } from './bootLogText.ts';

export type LogSearch = {
  readonly words: string;
  readonly count: number;
  /** Which of the lines found is looked at, from 0; -1 where there is none. */
  readonly index: number;
  /** That line. */
  readonly line: number | undefined;
  readonly look: (words: string) => void;
  readonly go: (step: 1 | -1) => void;
};

/** Looks for words in lines that may grow, and goes from one to the next, round and round. */
export function useLogSearch(lines: readonly string[]): LogSearch {
  const [{ words, at }, set] = useState({ words: '', at: 0 });
  const hits = useMemo(() => findLines(lines, words), [lines, words]);
  const index = Math.min(at, hits.length - 1);
  return {
    words,
    count: hits.length,
    index,
    line: hits[index],
    look: (text) => set({ words: text, at: 0 }),
    go: (step) => hits.length > 0 && set({ words, at: (index + step + hits.length) % hits.length }),
  };
}
