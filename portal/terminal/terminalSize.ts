import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

/** A serial line has no window size: its guest believes in 80×24, so there is never less than that. */
export const guestSize = { columns: 80, rows: 24 } as const;
/** Letters are made smaller for all columns to be seen, but not beyond what is read with ease. */
const readableShare = 0.8;
/** Unless a person would rather see all columns at once. */
const minFontSizePx = 6;

type Resized = (size: { readonly rows: number; readonly columns: number }) => void;
type Wish = { readonly fontSizePx: number; readonly isWidthFitted: boolean };

export type TerminalFit = {
  (): void;
  /** Columns lie outside of its place, which is scrolled. */
  readonly isWider: () => boolean;
};

/**
 * Fits the terminal into its place, with letters as `wish()` has them. `onResize`: whoever is at the other end follows
 * the terminal's size, whatever that is; without it the guest has its 80 columns, smaller rather than fewer.
 */
export function createFit(terminal: Terminal, wish: () => Wish, onResize: Resized | undefined): TerminalFit {
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  if (onResize === undefined) {
    let isWider = false;
    const fit = (): void => {
      isWider = fitGuest(terminal, addon, wish());
    };
    return Object.assign(fit, { isWider: () => isWider });
  }
  terminal.onResize(({ rows, cols: columns }) => onResize({ rows, columns }));
  const fit = (): void => {
    terminal.options.fontSize = wish().fontSizePx;
    addon.fit();
  };
  return Object.assign(fit, { isWider: () => false });
}

function fitGuest(terminal: Terminal, addon: FitAddon, wish: Wish): boolean {
  terminal.options.fontSize = wish.fontSizePx;
  const columns = addon.proposeDimensions()?.cols ?? guestSize.columns;
  if (columns < guestSize.columns) terminal.options.fontSize = narrowFontSizePx(wish, columns);
  const size = addon.proposeDimensions();
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return false;
  terminal.resize(Math.max(size.cols, guestSize.columns), Math.max(size.rows, guestSize.rows));
  return size.cols < guestSize.columns;
}

/** Where only `columns` fit at the size that is wanted. */
export function narrowFontSizePx({ fontSizePx, isWidthFitted }: Wish, columns: number): number {
  const whole = Math.floor((fontSizePx * columns) / guestSize.columns);
  return Math.max(isWidthFitted ? minFontSizePx : Math.round(fontSizePx * readableShare), whole);
}
