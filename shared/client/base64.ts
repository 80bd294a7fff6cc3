const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const invalid = 255;

const values = new Uint8Array(128).fill(invalid);
for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;

const valueAt = (text: string, at: number): number => values[text.charCodeAt(at)] ?? invalid;

/** For a few bytes: nothing but arithmetic, which is there at once when it has not run for a while. */
export function shortToBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}

/** Undefined when it is not base64 with padding. */
export function shortFromBase64(text: string): ArrayBuffer | undefined {
  const chars = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  if (text.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array((chars * 3) >> 2);
  for (let at = 0, bits = 0, kept = 0; at < chars; at += 1) {
    const value = valueAt(text, at);
    if (value === invalid) return undefined;
    bits = (bits << 6) | value;
    if (at % 4 > 0) bytes[kept++] = bits >> (6 - 2 * (at % 4));
  }
  return bytes.buffer;
}
