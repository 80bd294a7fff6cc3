import * as z from 'zod';
import { castComment } from './asciicast.ts';

/**
 * The last line of every chunk, a comment for players. `previous` is the hash of the chunk before, so that a
 * chunk cannot be changed, left out or moved without the next one telling.
 */
const chunkSeal = z.strictObject({
  v: z.literal(1),
  session: z.string(),
  chunk: z.number().int().nonnegative(),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  /** The journal in which the offsets are counted. */
  epoch: z.string(),
  /** Output `from` (inclusive) to `to` (exclusive) is in here, but for what a gap names. */
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
  /** Bytes that could not be recorded, up to here. */
  lostBytes: z.number().int().nonnegative(),
  /** Of the last event, and of the recording's start; milliseconds since 1970. */
  time: z.number(),
  startTime: z.number(),
});
export type ChunkSeal = z.infer<typeof chunkSeal>;

/** What the first chunk follows. */
export const noHash = '0'.repeat(64);

const word = 'sallyport';
const digits = 8;
const suffix = '.cast';

export const sealLine = (seal: ChunkSeal): string => castComment(word, seal);

/** Undefined for a text that does not end with a whole seal: it was cut, or is no chunk. */
export function readSeal(text: string): ChunkSeal | undefined {
  const start = text.lastIndexOf('\n', text.length - 2) + 1;
  const last = text.slice(start);
  if (!last.startsWith(`# ${word} `) || !last.endsWith('\n')) return undefined;
  try {
    return chunkSeal.safeParse(JSON.parse(last.slice(word.length + 3))).data;
  } catch {
    return undefined; // Not JSON: a changed seal.
  }
}

/** Names sort as their chunks follow each other: all of them in a row are one asciicast file. */
export const chunkName = (chunk: number): string => `${String(chunk).padStart(digits, '0')}${suffix}`;

export function chunkOfName(name: string): number | undefined {
  const found = /^(\d{8})\.cast$/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

export const statementName = 'recording.json';
