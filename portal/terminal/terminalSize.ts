import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

/** A serial line has no window size: its guest believes in 80×24, so there is never less than that. */
export const guestSize = { columns: 80, rows: 24 } as const;
/** Letters are made smaller for all of it to be seen, but not beyond what is read with ease. */
const readableShare = 0.8;
/** Unless a person would rather see all columns at once. */
const minFontSizePx = 6;

type Resized = (size: { readonly rows: number; readonly columns: number }) => void;
type Wish = { readonly fontSizePx: number; readonly isWidthFitted: boolean };

export type TerminalFit = {
  (): void;
  /** Columns or rows lie outside of its place, which is scrolled. */
  readonly isLarger: () => boolean;
};

/**
 * Fits the terminal into its place, with letters as `wish()` has them. `onResize`: whoever is at the other end follows
 * the terminal's size, whatever that is; without it the guest has its 80 columns, smaller rather than fewer.
 */
export function createFit(terminal: Terminal, wish: () => Wish, onResize: Resized | undefined): TerminalFit {
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  if (onResize === undefined) {
    let isLarger = false;
    const fit = (): void => {
      isLarger = fitGuest(terminal, addon, wish());
    };
    return Object.assign(fit, { isLarger: () => isLarger });
  }
  terminal.onResize(({ rows, cols: columns }) => onResize({ rows, columns }));
  const fit = (): void => {
    terminal.options.fontSize = wish().fontSizePx;
    addon.fit();
  };
  return Object.assign(fit, { isLarger: () => false });
}

function fitGuest(terminal: Terminal, addon: FitAddon, wish: Wish): boolean {
  terminal.options.fontSize = wish.fontSizePx;
  let size = sizeOf(addon);
  if (size === undefined) return false;
  const nearly = guestFontSizePx(wish, size);
  // A cell is whole pixels: a letter that would fit may still be one too large, and a scroll bar would come and go.
  const smallest = Math.max(nearly - 1, guestFontSizePx(wish, { columns: 0, rows: 0 }));
  for (let sizePx = nearly; isShort(size) && sizePx >= smallest; sizePx -= 1) {
    terminal.options.fontSize = sizePx;
    size = sizeOf(addon) ?? size;
  }
  terminal.resize(Math.max(size.columns, guestSize.columns), Math.max(size.rows, guestSize.rows));
  return isShort(size);
}

const isShort = ({ columns, rows }: Size): boolean => columns < guestSize.columns || rows < guestSize.rows;

type Size = { readonly columns: number; readonly rows: number };

/** What the place has room for; undefined where it is not shown. */
function sizeOf(addon: FitAddon): Size | undefined {
  const size = addon.proposeDimensions();
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return undefined;
  return { columns: size.cols, rows: size.rows };
}

/** Where letters of the size that is wanted leave room for `size`. */
export function guestFontSizePx({ fontSizePx, isWidthFitted }: Wish, { columns, rows }: Size): number {
  const forAll = (room: number, needed: number): number =>
    room < needed ? Math.floor((fontSizePx * room) / needed) : fontSizePx;
  const readable = Math.round(fontSizePx * readableShare);
  return Math.min(
    Math.max(isWidthFitted ? minFontSizePx : readable, forAll(columns, guestSize.columns)),
    Math.max(readable, forAll(rows, guestSize.rows)),
  );
}
