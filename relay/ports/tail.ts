const keptBytes = 65_536;
/** More than this and they are joined: a byte that is kept alone takes a hundred. */
const maxPieces = 1_024;

/** The last bytes of a stream, at least 64 KiB of them if there were as many. Keeps what is pushed: nobody may change it. */
export function createTail(): { push(bytes: Uint8Array): void; bytes(): Uint8Array } {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const trim = (): void => {
    let first = 0;
    for (
      let size = pieces[first]?.length ?? 0;
      length - size >= keptBytes;
      size = pieces[first]?.length ?? 0
    ) {
      length -= size;
      first += 1;
    }
    if (first > 0) pieces = pieces.slice(first);
  };
  return {
    push: (bytes) => {
      pieces.push(bytes);
      length += bytes.length;
      if (length >= 4 * keptBytes) trim();
      if (pieces.length > maxPieces) pieces = [Uint8Array.from(Buffer.concat(pieces))];
    },
    bytes: () => Buffer.concat(pieces),
  };
}
