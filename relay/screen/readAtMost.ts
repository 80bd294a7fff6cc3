import { open } from 'node:fs/promises';

/** A whole file. Rejects, and reads nothing, when it is larger than `maxBytes`. */
export async function readAtMost(path: string, maxBytes: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > maxBytes) throw new TooLarge(`${path} has ${size} bytes, more than ${maxBytes}.`);
  const bytes = Buffer.alloc(size);
  for (let length = 0; length < size; ) {
    const { bytesRead } = await file.read(bytes, length);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  return bytes;
}

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}
