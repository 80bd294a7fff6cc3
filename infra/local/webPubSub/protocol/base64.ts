/** Up to here a look at each character costs less than to decode: a keystroke has sixteen. */
const shortChars = 64;

/** As JSON clients write bytes: padded, and of the one alphabet. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const chars = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  return text.length <= shortChars ? areBase64(text, chars) : decodesWhole(text, chars);
}

function areBase64(text: string, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (!isChar(text.charCodeAt(at))) return false;
  return true;
}

const isChar = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43;

/** What is decoded here is not wanted: in a flood a buffer for each would be as much garbage as the flood. */
const scratch = Buffer.allocUnsafeSlow(65_536);

/** Decoding leaves out what is not base64, so a length tells; that is many times quicker than a pattern. */
function decodesWhole(text: string, chars: number): boolean {
  if (text.includes('-') || text.includes('_')) return false;
  const bytes = Math.floor((chars * 3) / 4);
  if (bytes < scratch.length) return scratch.write(text, 'base64') === bytes;
  return Buffer.from(text, 'base64').length === bytes;
}
