/** The latest output of a simulated guest, by offset. */
export type KeptOutput = {
  append(bytes: Uint8Array): void;
  readonly end: number;
  /** Everything from `offset` on. Throws when that was too long ago, or is yet to come. */
  from(offset: number): Uint8Array[];
  /** All that is kept now starts at `offset`. */
  moveTo(offset: number): void;
};

export function createKeptOutput(maxBytes: number): KeptOutput {
  let pieces: Uint8Array[] = [];
  let start = 0;
  let end = 0;
  return {
    append: (bytes) => {
      pieces.push(bytes);
      end += bytes.length;
      // Halved rather than trimmed, so that the cost of a byte stays the same however many are kept.
      if (end - start <= 2 * maxBytes) return;
      pieces = [Buffer.concat(pieces).subarray(-maxBytes)];
      start = end - maxBytes;
    },
    get end() {
      return end;
    },
    from: (offset) => {
      if (offset < start || offset > end)
        throw new Error(`The guest kept bytes ${start} to ${end}, not ${offset}.`);
      const bytes = Buffer.concat(pieces).subarray(offset - start);
      return bytes.length === 0 ? [] : [bytes];
    },
    moveTo: (offset) => {
      end = offset + (end - start);
      start = offset;
    },
  };
}
