import { type ITerminalInitOnlyOptions, type ITerminalOptions, Terminal } from '@xterm/xterm';
import type { ThemeName } from '../theme/themes.ts';
import { bufferText } from './bufferText.ts';
import { followCursor } from './followCursor.ts';
import { guardAnswers } from './guardAnswers.ts';
import { guardCounts } from './guardCounts.ts';
import { linkTarget } from './linkTarget.ts';
import { createRateGate } from './rateGate.ts';
import { copySelection, keepOwnKeys } from './terminalKeys.ts';
import { createOutput, type WriteChunk } from './terminalOutput.ts';
import { createSearch, type TerminalSearch } from './terminalSearch.ts';
import type { TerminalSettings } from './terminalSettings.ts';
import { createFit, guestSize } from './terminalSize.ts';
import { terminalThemes } from './terminalThemes.ts';

export type ConsoleTerminalDeps = {
  /** Keys, mouse reports, and the few answers of the terminal itself that the guest may have. */
  readonly onInput: (bytes: Uint8Array) => void;
  /** Text from the clipboard, as it is. `isBracketed`: the guest asked for the ends of pastes to be marked. */
  readonly onPaste: (text: string, isBracketed: boolean) => void;
  /** Ctrl+F6: the way out of the terminal for those who use no mouse. */
  readonly onLeave: () => void;
  /** Output came faster than it could be shown, and this much of it was left out. */
  readonly onSkipped: (bytes: number) => void;
  /** Present = whoever is at the other end follows the terminal's size, whatever that is. */
  readonly onResize?: (size: { readonly rows: number; readonly columns: number }) => void;
  /** Ctrl+Shift+F. */
  readonly onFind?: () => void;
  /** A person chose a link of the guest's: where it really leads. Nothing is opened before they confirm that. */
  readonly onLink?: (target: string) => void;
  /** The guest rings, at most once a second. */
  readonly onBell?: () => void;
};

export type ConsoleTerminal = {
  /** Into the page, again and again: what it shows goes with it. */
  open(parent: HTMLElement): void;
  /** Queries get an answer only where `mayAnswer`. */
  write(bytes: Uint8Array, mayAnswer: boolean): void;
  /** A line of the page's own between the output. */
  remark(text: string): void;
  setReadOnly(isReadOnly: boolean): void;
  setTheme(name: ThemeName): void;
  setSettings(settings: TerminalSettings): void;
  /** How a screen reader calls the place where one types, and the element that tells how to leave it. */
  setName(name: string, hintId: string): void;
  /** What the page has room for; the guest does not know it. */
  readonly size: { readonly rows: number; readonly columns: number };
  /** A program has the whole screen, such as an editor: a command typed now would end up in it. */
  readonly isInProgram: boolean;
  /** All that can be scrolled back to. */
  readonly text: string;
  readonly search: TerminalSearch;
  copy(): void;
  fit(): void;
  focus(): void;
  dispose(): void;
};

const bellEveryMs = 1_000;

const options: ITerminalOptions & ITerminalInitOnlyOptions = {
  cols: guestSize.columns,
  rows: guestSize.rows,
  scrollback: 10_000,
  cursorBlink: true,
  fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  minimumContrastRatio: 4.5,
  // The marks of a search are not stable in xterm.js yet.
  allowProposedApi: true,
  theme: terminalThemes.dark,
};

const encoder = new TextEncoder();

/** xterm.js would ask with a box of the browser's and open what the guest spelled. */
function handleLinks(terminal: Terminal, onLink: ConsoleTerminalDeps['onLink']): void {
  terminal.options.linkHandler = {
    activate(_event, text) {
      const target = linkTarget(text);
      if (target !== undefined) onLink?.(target);
    },
  };
}

function ring(terminal: Terminal, onBell: () => void): void {
  const gate = createRateGate(bellEveryMs, () => performance.now());
  terminal.onBell(() => {
    if (gate()) onBell();
  });
}

type Opening = { readonly onPaste: (event: ClipboardEvent) => void; readonly isLarger: () => boolean };

/** xterm.js makes its element once; into another place of the page that element goes along. */
function openIn(terminal: Terminal, parent: HTMLElement, { onPaste, isLarger }: Opening): void {
  const before = terminal.element?.parentElement;
  if (before) return parent.replaceChildren(before);
  const own = document.createElement('div');
  own.className = 'console-own';
  parent.replaceChildren(own);
  terminal.open(own);
  // Before the terminal sees it, which would type all of it at once.
  own.addEventListener('paste', onPaste, { capture: true });
  followCursor(terminal, isLarger);
}

export function createTerminal(deps: ConsoleTerminalDeps): ConsoleTerminal {
  const terminal = new Terminal(options);
  const guard = guardAnswers(terminal.parser, { areLinksHandled: true });
  let wish = { fontSizePx: 14, isWidthFitted: false };
  guardCounts(terminal.parser);
  handleLinks(terminal, deps.onLink);
  ring(terminal, () => deps.onBell?.());
  terminal.onData((text) => {
    if (!guard.isFocusReport(text)) deps.onInput(encoder.encode(text));
  });
  terminal.onBinary((text) => deps.onInput(Uint8Array.from(text, (char) => char.charCodeAt(0))));
  keepOwnKeys(terminal, { onLeave: deps.onLeave, onFind: () => deps.onFind?.() });

  function onPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    deps.onPaste(event.clipboardData?.getData('text/plain') ?? '', terminal.modes.bracketedPasteMode);
  }

  const write: WriteChunk = (data, mayAnswer, onWritten) => {
    guard.writing(mayAnswer);
    terminal.write(data, () => {
      guard.written();
      onWritten();
    });
  };
  const fit = createFit(terminal, () => wish, deps.onResize);

  return {
    open: (parent) => openIn(terminal, parent, { onPaste, isLarger: fit.isLarger }),
    ...createOutput(write, deps.onSkipped),
    setReadOnly(isReadOnly) {
      terminal.options.disableStdin = isReadOnly;
      terminal.options.cursorBlink = !isReadOnly;
    },
    setTheme(name) {
      terminal.options.theme = terminalThemes[name];
    },
    setSettings(settings) {
      wish = settings;
      terminal.options.screenReaderMode = settings.isReadAloud;
      fit();
    },
    setName(name, hintId) {
      terminal.textarea?.setAttribute('aria-label', name);
      terminal.textarea?.setAttribute('aria-describedby', hintId);
    },
    get size() {
      return { rows: terminal.rows, columns: terminal.cols };
    },
    get isInProgram() {
      return terminal.buffer.active.type === 'alternate';
    },
    get text() {
      return bufferText(terminal.buffer.normal);
    },
    search: createSearch(terminal),
    copy: () => copySelection(terminal),
    fit,
    focus: () => terminal.focus(),
    dispose: () => terminal.dispose(),
  };
}
