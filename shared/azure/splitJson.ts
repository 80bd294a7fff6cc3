/** 32 Ki UTF-16 units = the 64 KiB that one string property holds. */
const pieceLength = 32_000;

/** JSON without a character beyond ASCII: the emulator cuts long bodies, and transactions, in the middle of some. */
export const toAsciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[^\0-\x7f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** JSON in numbered properties `json0`, `json1`, … A row holds 1 MiB. */
export function splitJson(value: unknown): Record<string, string> {
  const text = toAsciiJson(value);
  const count = Math.max(1, Math.ceil(text.length / pieceLength));
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `json${index}`,
      text.slice(index * pieceLength, (index + 1) * pieceLength),
    ]),
  );
}

/** The value that `splitJson` cut. */
export function joinJson(entity: Record<string, unknown>): unknown {
  let text = '';
  for (let index = 0; typeof entity[`json${index}`] === 'string'; index += 1)
    text += String(entity[`json${index}`]);
  return JSON.parse(text);
}
