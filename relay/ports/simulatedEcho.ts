import type { CreateProgram } from './simulatedProgram.ts';

const floodByte = 0x06;
const line = Buffer.from(`${'x'.repeat(63)}\n`);
const pieceBytes = 65_536;

/**
 * A raw line for measuring: what is written comes back at once, and a write that holds byte 0x06 is answered
 * with `floodMiB` MiB of 64-byte lines and one `!`.
 */
export const createSimulatedEcho =
  (floodMiB: number): CreateProgram =>
  (_computerName, output) => ({
    boot: () => undefined,
    type: (bytes) => {
      if (bytes.includes(floodByte)) output.stream(flood(floodMiB));
      else output.print(bytes);
    },
  });

function* flood(mebibytes: number): Iterator<Uint8Array> {
  const piece = Buffer.alloc(pieceBytes, line);
  for (let left = mebibytes * 1_048_576; left > 0; left -= pieceBytes) yield piece;
  yield Buffer.from('!');
}
