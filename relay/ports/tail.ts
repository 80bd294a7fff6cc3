const keptBytes = 65_536;

/** The last bytes of a stream, at least 64 KiB of them if there were as many. */
export function createTail(): { push(bytes: Uint8Array): void; bytes(): Uint8Array } {
  let pieces: Uint8Array[] = [];
  let length = 0;
  return {
    push: (bytes) => {
      pieces.push(Uint8Array.from(bytes));
      length += bytes.length;
      if (length < 4 * keptBytes) return;
      const kept = Buffer.concat(pieces).subarray(-keptBytes);
      pieces = [Uint8Array.from(kept)];
      length = kept.length;
    },
    bytes: () => Buffer.concat(pieces),
  };
}
