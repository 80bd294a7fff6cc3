import { Terminal } from '@xterm/xterm';
import { guardAnswers } from '../terminal/guardAnswers.ts';
import type { Screen } from './screen.ts';

export type ReplayScreen = Screen & {
  open(parent: HTMLElement): void;
  /** The text that is on the screen, for readers of it. */
  readText(): string;
  dispose(): void;
};

/** Enough to scroll back a little; what was before is a seek away. */
const scrollback = 2_000;

/**
 * A terminal that only shows. A recording is what a guest printed, perhaps to harm whoever looks at it later: keys
 * and mouse reports go nowhere, queries are not answered, links and the clipboard are as in a live terminal.
 */
export function createReplayScreen(options: ConstructorParameters<typeof Terminal>[0] = {}): ReplayScreen {
  const terminal = new Terminal({ ...options, disableStdin: true, cursorBlink: false, scrollback });
  const guard = guardAnswers(terminal.parser);
  return {
    open: (parent) => terminal.open(parent),
    reset(size) {
      terminal.reset();
      terminal.resize(size.columns, size.rows);
    },
    resize(size) {
      if (terminal.cols !== size.columns || terminal.rows !== size.rows)
        terminal.resize(size.columns, size.rows);
    },
    write: (bytes) =>
      new Promise((resolve) => {
        guard.writing(false);
        terminal.write(bytes, () => {
          guard.written();
          resolve();
        });
      }),
    readText() {
      const { active } = terminal.buffer;
      const rows = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row));
      return rows.map((line) => line?.translateToString(true) ?? '').join('\n');
    },
    dispose: () => terminal.dispose(),
  };
}
