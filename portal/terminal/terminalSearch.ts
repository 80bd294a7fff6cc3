import { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';

/** Which of how many is shown; `index` from 0, -1 where there are too many to count. */
export type SearchResult = { readonly index: number; readonly count: number };

export type TerminalSearch = {
  /** `isTyping`: the words are not complete yet, what is found stays where it is as long as it fits. */
  readonly next: (words: string, isTyping?: boolean) => void;
  readonly previous: (words: string) => void;
  /** Nothing is searched for any more. */
  end(): void;
  /** Returns how to hear no more of it. */
  onResult(listener: (result: SearchResult) => void): () => void;
};

const decorations = {
  matchBackground: '#7a5c00',
  matchOverviewRuler: '#c19c00',
  activeMatchBackground: '#b35900',
  activeMatchColorOverviewRuler: '#ff8c00',
};

export function createSearch(terminal: Terminal): TerminalSearch {
  const addon = new SearchAddon();
  terminal.loadAddon(addon);
  return {
    next: (words, isTyping = false) => void addon.findNext(words, { decorations, incremental: isTyping }),
    previous: (words) => void addon.findPrevious(words, { decorations }),
    end() {
      addon.clearDecorations();
      terminal.clearSelection();
    },
    onResult(listener) {
      const heard = addon.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex, count: resultCount }),
      );
      return () => heard.dispose();
    },
  };
}
