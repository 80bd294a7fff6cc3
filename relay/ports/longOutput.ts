const pieceBytes = 16_384;
const encoder = new TextEncoder();

/** The numbers from 1 to `count`, a line each. */
export function sequence(count: number): Iterator<Uint8Array> {
  return pieces(function* () {
    for (let number = 1; number <= count; number++) yield `${number}\r\n`;
  });
}

/** One line for ever. */
export function repeatedLine(line: string): Iterator<Uint8Array> {
  return pieces(function* () {
    for (;;) yield `${line}\r\n`;
  });
}

/** Exactly `bytes` bytes in lines of 64, each with its number, the last one cut. */
export function* numberedLines(bytes: number): Iterator<Uint8Array> {
  let left = bytes;
  for (let number = 0; left > 0; ) {
    const lines: string[] = [];
    for (; lines.length < pieceBytes / 64; number++) {
      lines.push(`${String(number).padStart(10, '0')} ${'.'.repeat(51)}\r\n`);
    }
    const piece = encoder.encode(lines.join('')).subarray(0, left);
    left -= piece.length;
    yield piece;
  }
}

function* pieces(lines: () => Iterable<string>): Iterator<Uint8Array> {
  let text = '';
  for (const line of lines()) {
    text += line;
    if (text.length < pieceBytes) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}
