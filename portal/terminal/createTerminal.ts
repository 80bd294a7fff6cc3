import { FitAddon } from '@xterm/addon-fit';
import { type ITerminalInitOnlyOptions, type ITerminalOptions, Terminal } from '@xterm/xterm';
import { guardAnswers } from './guardAnswers.ts';

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
};

export type ConsoleTerminal = {
  open(parent: Parameters<Terminal['open']>[0]): void;
  /** Queries get an answer only where `mayAnswer`. */
  write(bytes: Uint8Array, mayAnswer: boolean): void;
  /** A line of the page's own between the output. */
  remark(text: string): void;
  setReadOnly(isReadOnly: boolean): void;
  /** What the page has room for; the guest does not know it. */
  readonly size: { readonly rows: number; readonly columns: number };
  /** A program has the whole screen, such as an editor: a command typed now would end up in it. */
  readonly isInProgram: boolean;
  fit(): void;
  focus(): void;
  dispose(): void;
};

/** A serial line has no window size: its guest believes in 80×24, so there is never less than that. */
const guestColumns = 80;
const guestRows = 24;
const fontSizePx = 14;
const minFontSizePx = 8;
/** xterm.js throws at 50 MB. A hidden page parses some 200 KB/s, so its backlog is cut much earlier. */
const maxBacklogBytes = 16_777_216;

const options: ITerminalOptions & ITerminalInitOnlyOptions = {
  cols: guestColumns,
  rows: guestRows,
  scrollback: 10_000,
  cursorBlink: true,
  fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSize: fontSizePx,
  theme: {
    background: '#101418',
    foreground: '#e6e6e6',
    cursor: '#e6e6e6',
    selectionBackground: '#2f5f8f',
  },
};

/** Where the page is too narrow for the guest's columns, they get smaller rather than fewer. */
function narrowFontSizePx(columns: number): number {
  return Math.max(minFontSizePx, Math.floor((fontSizePx * columns) / guestColumns));
}

const encoder = new TextEncoder();

/** Names come from a directory that others write: nothing in them is a command, or turns the line around. */
const toPlainText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');

function fitToPane(terminal: Terminal, fitAddon: FitAddon): void {
  terminal.options.fontSize = fontSizePx;
  const columns = fitAddon.proposeDimensions()?.cols ?? guestColumns;
  if (columns < guestColumns) terminal.options.fontSize = narrowFontSizePx(columns);
  const size = fitAddon.proposeDimensions();
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return;
  terminal.resize(Math.max(size.cols, guestColumns), Math.max(size.rows, guestRows));
}

/** The page's own keys; every other one is the guest's. Ctrl+C stays an interrupt: terminals copy with Shift. */
function keepOwnKeys(terminal: Terminal, onLeave: () => void): void {
  terminal.attachCustomKeyEventHandler((event) => {
    const isLeave = event.ctrlKey && event.key === 'F6';
    const isCopy = event.ctrlKey && event.shiftKey && event.key.toUpperCase() === 'C';
    if (!isLeave && !isCopy) return true;
    // Browsers open their tools on Ctrl+Shift+C.
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (isLeave) onLeave();
    else copySelection(terminal);
    return false;
  });
}

/** A browser that forbids it says so itself; the menu of the mouse still copies. */
function copySelection(terminal: Terminal): void {
  if (terminal.hasSelection()) navigator.clipboard.writeText(terminal.getSelection()).catch(() => undefined);
}

function createFit(terminal: Terminal, onResize: ConsoleTerminalDeps['onResize']): () => void {
  const fitAddon = new FitAddon();
  terminal.loadAddon(fitAddon);
  if (onResize === undefined) return () => fitToPane(terminal, fitAddon);
  terminal.onResize(({ rows, cols: columns }) => onResize({ rows, columns }));
  return () => fitAddon.fit();
}

export function createTerminal(deps: ConsoleTerminalDeps): ConsoleTerminal {
  const terminal = new Terminal(options);
  const guard = guardAnswers(terminal.parser);
  let backlogBytes = 0;
  let skippedBytes = 0;

  terminal.onData((text) => {
    if (!guard.isFocusReport(text)) deps.onInput(encoder.encode(text));
  });
  terminal.onBinary((text) => deps.onInput(Uint8Array.from(text, (char) => char.charCodeAt(0))));
  keepOwnKeys(terminal, deps.onLeave);

  function onPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    deps.onPaste(event.clipboardData?.getData('text/plain') ?? '', terminal.modes.bracketedPasteMode);
  }

  function write(data: Uint8Array | string, mayAnswer: boolean): void {
    backlogBytes += data.length;
    guard.writing(mayAnswer);
    terminal.write(data, () => {
      guard.written();
      backlogBytes -= data.length;
      // The flood may have been the last output for long: what is missing is told even so.
      if (backlogBytes === 0) tellSkipped();
    });
  }

  function tellSkipped(): void {
    const bytes = skippedBytes;
    skippedBytes = 0;
    if (bytes > 0) deps.onSkipped(bytes);
  }

  return {
    open(parent) {
      terminal.open(parent);
      // Before the terminal sees it, which would type all of it at once.
      parent.addEventListener('paste', (event) => onPaste(event), { capture: true });
    },
    write(bytes, mayAnswer) {
      if (backlogBytes + bytes.length > maxBacklogBytes) {
        skippedBytes += bytes.length;
        return;
      }
      tellSkipped();
      write(bytes, mayAnswer);
    },
    remark(text) {
      // CAN ends whatever sequence the output before it broke off in.
      write(`\x18\x1b[0m\r\n\x1b[7m ${toPlainText(text)} \x1b[0m\r\n`, false);
    },
    setReadOnly(isReadOnly) {
      terminal.options.disableStdin = isReadOnly;
      terminal.options.cursorBlink = !isReadOnly;
    },
    get size() {
      return { rows: terminal.rows, columns: terminal.cols };
    },
    get isInProgram() {
      return terminal.buffer.active.type === 'alternate';
    },
    fit: createFit(terminal, deps.onResize),
    focus: () => terminal.focus(),
    dispose: () => terminal.dispose(),
  };
}
