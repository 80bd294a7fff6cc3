import { Terminal } from '@xterm/xterm';
import { BoundStrings } from '../terminal/boundStrings.ts';
import { guardAnswers } from '../terminal/guardAnswers.ts';
import { guardCounts } from '../terminal/guardCounts.ts';
import { terminalThemes } from '../terminal/terminalThemes.ts';
import type { Screen } from './screen.ts';

export type ReplayScreen = Screen & {
  open(parent: HTMLElement): void;
  /** Makes the characters so small that a whole line has room in so many pixels. */
  fitWidth(widthPx: number): void;
  /** The text that is on the screen, for readers of it. */
  readText(): string;
  dispose(): void;
};

/** Enough to scroll back a little; what was before is a seek away. */
const scrollback = 2_000;
const fontSizesPx = { least: 5, most: 16 };
/** How wide a character of these fonts is for its height. */
const widthOfCharacter = 0.61;

/**
 * A terminal that only shows. A recording is what a guest printed, perhaps to harm whoever looks at it later: keys
 * and mouse reports go nowhere, queries are not answered, links have no target, and there is no clipboard.
 */
export function createReplayScreen(): ReplayScreen {
  const terminal = new Terminal({
    disableStdin: true,
    cursorBlink: false,
    scrollback,
    fontSize: 14,
    fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    minimumContrastRatio: 4.5,
    theme: terminalThemes.dark,
  });
  const guard = guardAnswers(terminal.parser);
  const strings = new BoundStrings();
  guardCounts(terminal.parser);
  return {
    open(parent) {
      terminal.open(parent);
      // Nobody types here: the field for it is for nobody, neither by Tab nor by a screen reader.
      terminal.textarea?.setAttribute('tabindex', '-1');
      terminal.textarea?.setAttribute('aria-hidden', 'true');
    },
    fitWidth(widthPx) {
      const fitting = Math.floor(widthPx / terminal.cols / widthOfCharacter);
      terminal.options.fontSize = Math.min(Math.max(fitting, fontSizesPx.least), fontSizesPx.most);
    },
    reset(size) {
      strings.reset();
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
        terminal.write(strings.filter(bytes), () => {
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
