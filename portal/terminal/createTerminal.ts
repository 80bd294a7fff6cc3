import { FitAddon } from '@xterm/addon-fit';
import { type ITerminalInitOnlyOptions, type ITerminalOptions, Terminal } from '@xterm/xterm';
import { guardAnswers } from './guardAnswers.ts';

export type ConsoleTerminalDeps = {
  /** Keys, pastes, mouse reports, and the few answers of the terminal itself that the guest may have. */
  readonly onInput: (bytes: Uint8Array) => void;
  /** Ctrl+F6: the way out of the terminal for those who use no mouse. */
  readonly onLeave: () => void;
  /** Output came faster than it could be shown, and this much of it was left out. */
  readonly onSkipped: (bytes: number) => void;
};

export type ConsoleTerminal = {
  open(parent: Parameters<Terminal['open']>[0]): void;
  /** Queries in bytes that are not live get no answer: whoever asked has long gone on. */
  write(bytes: Uint8Array, isLive: boolean): void;
  /** A line of the page's own between the output. */
  remark(text: string): void;
  setReadOnly(isReadOnly: boolean): void;
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

function fitToPane(terminal: Terminal, fitAddon: FitAddon): void {
  terminal.options.fontSize = fontSizePx;
  const columns = fitAddon.proposeDimensions()?.cols ?? guestColumns;
  if (columns < guestColumns) terminal.options.fontSize = narrowFontSizePx(columns);
  const size = fitAddon.proposeDimensions();
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return;
  terminal.resize(Math.max(size.cols, guestColumns), Math.max(size.rows, guestRows));
}

export function createTerminal(deps: ConsoleTerminalDeps): ConsoleTerminal {
  const terminal = new Terminal(options);
  const fitAddon = new FitAddon();
  terminal.loadAddon(fitAddon);
  const encoder = new TextEncoder();
  const guard = guardAnswers(terminal.parser);
  let backlogBytes = 0;
  let skippedBytes = 0;

  terminal.onData((text) => {
    if (!guard.isFocusReport(text)) deps.onInput(encoder.encode(text));
  });
  terminal.onBinary((text) => deps.onInput(Uint8Array.from(text, (char) => char.charCodeAt(0))));
  terminal.attachCustomKeyEventHandler((event) => {
    if (!(event.ctrlKey && event.key === 'F6')) return true;
    if (event.type === 'keydown') deps.onLeave();
    return false;
  });

  function write(data: Uint8Array | string, isLive: boolean): void {
    backlogBytes += data.length;
    guard.writing(isLive);
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
    },
    write(bytes, isLive) {
      if (backlogBytes + bytes.length > maxBacklogBytes) {
        skippedBytes += bytes.length;
        return;
      }
      tellSkipped();
      write(bytes, isLive);
    },
    remark(text) {
      // CAN ends whatever sequence the output before it broke off in.
      write(`\x18\x1b[0m\r\n\x1b[7m ${text} \x1b[0m\r\n`, false);
    },
    setReadOnly(isReadOnly) {
      terminal.options.disableStdin = isReadOnly;
      terminal.options.cursorBlink = !isReadOnly;
    },
    fit: () => fitToPane(terminal, fitAddon),
    focus: () => terminal.focus(),
    dispose: () => terminal.dispose(),
  };
}
