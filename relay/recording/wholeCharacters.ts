/**
 * How many of the bytes may be written as text: all but the beginning of a character that has not ended yet.
 * JSON holds text, a guest writes bytes.
 */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf8) return 1; // No UTF-8.
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
