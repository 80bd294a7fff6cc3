export type AppendBlobState = {
  readonly length: number;
  /** Azure takes 50,000 blocks a blob. */
  readonly blockCount: number;
  readonly metadata: Readonly<Record<string, string>>;
};

export type SealedBlob = {
  readonly number: number;
  readonly length: number;
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * A blob that only grows, written by one process, and the sealed copies of what it was before it started
 * over. Each method rejects while the store does not answer. `open` learns the version of the blob and each write
 * is on condition of the last one known: once somebody else has written, nothing can be until `open` is called.
 */
export type AppendBlob = {
  /** Creates it, empty, where it is missing. */
  open(): Promise<AppendBlobState>;
  /**
   * Appends if the blob is exactly `position` long, so a repeated call can never double anything. Resolves with
   * the number of blocks, or undefined when the blob has another length or version. At most 4 MiB.
   */
  append(bytes: Uint8Array, position: number): Promise<number | undefined>;
  /** Replaces all metadata; rejects when the blob has another version, as the two below do. Names hold letters, digits and `_`. */
  setMetadata(metadata: Readonly<Record<string, string>>): Promise<void>;
  /** Empties the blob. */
  startOver(metadata: Readonly<Record<string, string>>): Promise<void>;
  /** Copies the blob with its metadata to its name and `.number`, in place of what is there. */
  seal(number: number): Promise<void>;
  listSealed(): Promise<readonly SealedBlob[]>;
  /** May be repeated. */
  removeSealed(number: number): Promise<void>;
  /** At most `maxBytes` from `position` on, of the blob or of a sealed copy; fewer at the end. */
  read(position: number, maxBytes: number, sealed?: number): Promise<Uint8Array>;
};

export const maxAppendBytes = 4_194_304;
export const maxAppendBlocks = 50_000;
