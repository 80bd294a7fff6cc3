import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { SallyportError } from '../contracts/errors.ts';

/** 32 Ki UTF-16 units = the 64 KiB that one string property holds. */
const pieceLength = 32_000;
/** What one binary property holds. */
const pieceBytes = 64_000;
/** Longer JSON is compressed to a quarter, of one byte a character instead of two: a row holds 1 MiB. */
const maxPlainLength = 4 * pieceLength;
const maxPieces = 15;
/** Of 30,000 sessions; more than that was not written here. */
const maxInflatedBytes = 16_777_216;

/** JSON without a character beyond ASCII: the emulator cuts long bodies, and transactions, in the middle of some. */
export const toAsciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[^\0-\x7f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * JSON in numbered properties of one row: `json0`, `json1`, …, or compressed in `zip0`, `zip1`, … when it is
 * long. Throws `RequestTooLarge` for what no row holds.
 */
export function splitJson(value: unknown): Record<string, string | Uint8Array> {
  const text = toAsciiJson(value);
  if (text.length <= maxPlainLength) return numbered('json', text, pieceLength);
  // Speed before size: it is done for every heartbeat.
  const zipped = deflateRawSync(text, { level: 1 });
  if (zipped.length > maxPieces * pieceBytes || text.length > maxInflatedBytes) throw tooLarge();
  return numbered('zip', zipped, pieceBytes);
}

function numbered<T extends string | Uint8Array>(name: string, whole: T, size: number): Record<string, T> {
  const count = Math.max(1, Math.ceil(whole.length / size));
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${name}${index}`,
      whole.slice(index * size, (index + 1) * size) as T,
    ]),
  );
}

/** The value that `splitJson` cut. */
export function joinJson(entity: Record<string, unknown>): unknown {
  const zipped: Uint8Array[] = [];
  for (let piece = entity['zip0']; piece instanceof Uint8Array; piece = entity[`zip${zipped.length}`])
    zipped.push(piece);
  if (zipped.length === 0) return JSON.parse(joinText(entity));
  const bytes = inflateRawSync(Buffer.concat(zipped), { maxOutputLength: maxInflatedBytes });
  return JSON.parse(bytes.toString('latin1'));
}

function joinText(entity: Record<string, unknown>): string {
  let text = '';
  for (let index = 0; typeof entity[`json${index}`] === 'string'; index += 1)
    text += String(entity[`json${index}`]);
  return text;
}

function tooLarge(): SallyportError {
  return new SallyportError(
    'RequestTooLarge',
    'This is more than one row of storage holds. A relay may serve 10,000 sessions: share the machines among more relays.',
    { target: 'body' },
  );
}
