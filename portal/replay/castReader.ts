import { z } from 'zod';

/** What a recording holds, with its time in milliseconds since the recording began. */
export type CastEvent =
  | { readonly kind: 'output'; readonly timeMs: number; readonly bytes: Uint8Array }
  | { readonly kind: 'resize'; readonly timeMs: number; readonly columns: number; readonly rows: number }
  | { readonly kind: 'marker'; readonly timeMs: number; readonly label: string }
  /** Output that was lost for good. */
  | { readonly kind: 'gap'; readonly timeMs: number; readonly bytes: number }
  | { readonly kind: 'exit'; readonly timeMs: number };

export type CastHeader = {
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
  /** Milliseconds since 1970; undefined when the file does not say. */
  readonly startTime: number | undefined;
};

const maxSide = 1_000;
const side = z.number().int().min(1).max(maxSide);
const header = z.object({
  version: z.literal(3),
  term: z.object({ cols: side, rows: side }),
  timestamp: z.number().nonnegative().optional(),
  title: z.string().optional(),
});
/** No recording is longer than a century: a time that adds up to more is a fault. */
const event = z.tuple([z.number().min(0).max(3.2e9), z.string(), z.string()]);
const gap = z.object({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() });

/**
 * asciicast v3, read as it comes: a recording grows, and a piece of it may end anywhere. Comments of Sallyport's own
 * tell the exact bytes of the output before them, and gaps (docs/recordings.md). Lines that cannot be read are
 * counted and left out: the verifier says which chunk was changed, and the rest of it may still be seen.
 */
export class CastReader {
  readonly #encoder = new TextEncoder();
  #header: CastHeader | undefined;
  #timeMs = 0;
  #faults = 0;
  #rest = '';
  /** The last event: the comment behind it may still change it. */
  #held: CastEvent | undefined;

  get header(): CastHeader | undefined {
    return this.#header;
  }

  /** Lines that could not be read. */
  get faults(): number {
    return this.#faults;
  }

  /** The events that `text` completes. */
  read(text: string): readonly CastEvent[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#readLine(line));
  }

  /** The last event, when nothing comes behind it any more. */
  end(): readonly CastEvent[] {
    return [...this.read('\n'), ...this.#release(undefined)];
  }

  #readLine(line: string): readonly CastEvent[] {
    if (line.trim() === '') return [];
    if (line.startsWith('#')) return this.#readComment(line);
    const value = parseJson(line);
    if (this.#header === undefined) {
      this.#readHeader(value);
      return [];
    }
    const parsed = event.safeParse(value);
    const read = parsed.success ? this.#toEvent(...parsed.data) : undefined;
    if (read === undefined) {
      this.#faults += 1;
      return [];
    }
    return this.#release(read);
  }

  #readHeader(value: unknown): void {
    const parsed = header.safeParse(value).data;
    if (parsed === undefined) {
      this.#faults += 1;
      return;
    }
    const { term, timestamp, title = '' } = parsed;
    const startTime = timestamp === undefined ? undefined : timestamp * 1_000;
    this.#header = { columns: term.cols, rows: term.rows, title, startTime };
  }

  #toEvent(interval: number, code: string, data: string): CastEvent | undefined {
    const timeMs = this.#timeMs + interval * 1_000;
    const read = toEvent(timeMs, code, data, this.#encoder);
    if (read !== undefined) this.#timeMs = timeMs;
    return read;
  }

  #readComment(line: string): readonly CastEvent[] {
    const held = this.#held;
    if (held?.kind === 'output' && line.startsWith('# bytes ')) {
      const bytes = fromBase64(parseJson(line.slice('# bytes '.length)));
      if (bytes === undefined) this.#faults += 1;
      else this.#held = { ...held, bytes };
      return [];
    }
    if (held?.kind === 'marker' && line.startsWith('# gap ')) {
      const place = gap.safeParse(parseJson(line.slice('# gap '.length))).data;
      if (place === undefined) this.#faults += 1;
      else this.#held = { kind: 'gap', timeMs: held.timeMs, bytes: Math.max(0, place.to - place.from) };
      return [];
    }
    // Every chunk ends with a comment: what it holds is shown without waiting for the next one.
    return this.#release(undefined);
  }

  #release(next: CastEvent | undefined): readonly CastEvent[] {
    const held = this.#held;
    this.#held = next;
    return held === undefined ? [] : [held];
  }
}

function toEvent(timeMs: number, code: string, data: string, encoder: TextEncoder): CastEvent | undefined {
  if (code === 'o') return { kind: 'output', timeMs, bytes: encoder.encode(data) };
  if (code === 'm') return { kind: 'marker', timeMs, label: data };
  if (code === 'x') return { kind: 'exit', timeMs };
  const [, columns, rows] = (code === 'r' && /^(\d{1,4})x(\d{1,4})$/.exec(data)) || [];
  const size = { columns: Number(columns), rows: Number(rows) };
  const isSize = Object.values(size).every((one) => side.safeParse(one).success);
  return isSize ? { kind: 'resize', timeMs, ...size } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Counted as a fault by whoever wanted it.
  }
}

function fromBase64(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
  } catch {
    return undefined; // Not base64.
  }
}
