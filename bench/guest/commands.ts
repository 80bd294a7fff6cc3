/**
 * What the bench's guest does with a keystroke: every byte comes back at once, except for these two, which
 * print a flood. Both floods are the same text, so that a viewer can tell whether every byte arrived.
 */
export const floodCommands = {
  /** As fast as the port takes it. */
  fast: { key: 0x06, bytes: 16_777_216, pieceBytes: 4_096, everyMs: 0 },
  /** At the pace of an emulated 16550, in pieces of its FIFO: about 500 kB/s. */
  uart: { key: 0x07, bytes: 1_048_576, pieceBytes: 16, everyMs: 1 },
} as const;
/** Ends a flood that is under way. */
export const stopFlood = 0x18;
export type FloodKind = keyof typeof floodCommands;

/** Numbered lines of 64 bytes: a lost, repeated or swapped piece shows. */
export function floodText(bytes: number): Buffer {
  const text = Buffer.alloc(bytes);
  for (let line = 0; line * 64 < bytes; line += 1) {
    text.write(`${String(line).padStart(62, '.')}\r\n`, line * 64, 'latin1');
  }
  return text;
}
