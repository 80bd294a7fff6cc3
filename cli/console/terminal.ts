/** The terminal that this process was started in. */
export type Terminal = {
  /** Somebody sits there: keys come from it and output goes to it. */
  readonly isInteractive: boolean;
  /** Cells of a line; changes when the window does. */
  readonly columns: number;
  write(data: Uint8Array | string): void;
  /**
   * Hands over every key as it is pressed, also Ctrl-C, and shows none of them, until the returned function is
   * called. `onEnd` says that the terminal is gone.
   */
  readKeys(onKeys: (bytes: Uint8Array) => void, onEnd: () => void): () => void;
};
