import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

/** A serial line has no window size: its guest believes in 80×24, so there is never less than that. */
export const guestSize = { columns: 80, rows: 24 } as const;
const minFontSizePx = 6;

type Resized = (size: { readonly rows: number; readonly columns: number }) => void;

/**
 * Fits the terminal into its place, with letters of `fontSizePx()`. `onResize`: whoever is at the other end follows
 * the terminal's size, whatever that is; without it the guest has its 80 columns, smaller rather than fewer.
 */
export function createFit(
  terminal: Terminal,
  fontSizePx: () => number,
  onResize: Resized | undefined,
): () => void {
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  if (onResize === undefined) return () => fitGuest(terminal, addon, fontSizePx());
  terminal.onResize(({ rows, cols: columns }) => onResize({ rows, columns }));
  return () => {
    terminal.options.fontSize = fontSizePx();
    addon.fit();
  };
}

function fitGuest(terminal: Terminal, addon: FitAddon, fontSizePx: number): void {
  terminal.options.fontSize = fontSizePx;
  const columns = addon.proposeDimensions()?.cols ?? guestSize.columns;
  if (columns < guestSize.columns) {
    const narrow = Math.floor((fontSizePx * columns) / guestSize.columns);
    terminal.options.fontSize = Math.max(minFontSizePx, narrow);
  }
  const size = addon.proposeDimensions();
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return;
  terminal.resize(Math.max(size.cols, guestSize.columns), Math.max(size.rows, guestSize.rows));
}
