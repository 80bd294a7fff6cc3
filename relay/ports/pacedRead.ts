/**
 * For a socket's `onread`: a lone read is passed on at once, and when reads follow each other within `paceMs` the
 * kernel collects for that long.
 */
export function createPacedRead(options: {
  readonly paceMs: number;
  readonly bufferBytes: number;
  readonly onRead: (count: number) => void;
  readonly resume: () => void;
}): { readonly callback: (count: number) => boolean; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  /** Of the last read, or the end of the pause after it: what waits there already is still the same burst. */
  let since = Number.NEGATIVE_INFINITY;
  return {
    callback: (count) => {
      const now = performance.now();
      const burst = now - since < options.paceMs;
      since = now;
      options.onRead(count);
      if (!burst || count === options.bufferBytes) return true;
      since += options.paceMs;
      timer = setTimeout(options.resume, options.paceMs);
      return false;
    },
    cancel: () => clearTimeout(timer),
  };
}
