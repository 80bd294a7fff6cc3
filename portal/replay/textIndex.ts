import { EscapeReader, type TextPiece } from './escapes.ts';

export type Hit = {
  /** When the last character of it was printed. */
  readonly timeMs: number;
  /** The line that it is in, and where. */
  readonly line: string;
  readonly start: number;
  readonly length: number;
};

/** A line of text, and when which part of it came: `times[i]` is that of the characters from `starts[i]` on. */
type Line = { text: string; readonly starts: number[]; readonly times: number[] };

/** A machine that never ends its line must not make one that takes seconds to search. */
const maxLineLength = 4_096;
export const maxHits = 1_000;

const newLine = (): Line => ({ text: '', starts: [], times: [] });

/** The words of a recording and their times. What was overwritten, as progress bars do, is found as well. */
export class TextIndex {
  readonly #escapes = new EscapeReader();
  readonly #decoder = new TextDecoder();
  readonly #lines: Line[] = [];
  #line = newLine();
  /** Place in the line where the next character goes. */
  #column = 0;
  #hasReturned = false;

  add(timeMs: number, bytes: Uint8Array): void {
    for (const piece of this.#escapes.read(this.#decoder.decode(bytes, { stream: true }))) {
      this.#apply(piece, timeMs);
    }
  }

  /** In the order in which they were printed, without regard to case; the first `maxHits`. */
  find(query: string): readonly Hit[] {
    const wanted = query.toLowerCase();
    if (wanted === '') return [];
    const hits: Hit[] = [];
    for (const line of [...this.#lines, this.#line]) {
      // Characters whose small form is longer would move the places behind them.
      const small = line.text.toLowerCase();
      const text = small.length === line.text.length ? small : line.text;
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        hits.push({
          timeMs: timeAt(line, at, wanted.length),
          line: line.text,
          start: at,
          length: wanted.length,
        });
        if (hits.length === maxHits) return hits;
      }
    }
    return hits;
  }

  #apply(piece: TextPiece, timeMs: number): void {
    switch (piece.kind) {
      case 'text':
        return this.#print(piece.text, timeMs);
      case 'return':
        this.#hasReturned = true;
        return;
      case 'back':
        this.#column = Math.max(0, this.#column - 1);
        return;
      case 'erase':
        if (!this.#hasReturned) this.#cut();
        return;
      case 'newline':
      case 'jump':
        return this.#endLine();
    }
  }

  #print(text: string, timeMs: number): void {
    if (this.#hasReturned) this.#endLine();
    this.#cut();
    if (this.#line.text.length + text.length > maxLineLength) this.#endLine();
    const { times, starts } = this.#line;
    if (times.at(-1) !== timeMs) {
      starts.push(this.#column);
      times.push(timeMs);
    }
    this.#line.text += text;
    this.#column = this.#line.text.length;
  }

  /** What is typed over a part of a line takes away the rest of it: line editors write that again. */
  #cut(): void {
    const line = this.#line;
    if (this.#column >= line.text.length) return;
    line.text = line.text.slice(0, this.#column);
    while ((line.starts.at(-1) ?? -1) >= this.#column) {
      line.starts.pop();
      line.times.pop();
    }
  }

  #endLine(): void {
    if (this.#line.text.trim() !== '') this.#lines.push(this.#line);
    this.#line = newLine();
    this.#column = 0;
    this.#hasReturned = false;
  }
}

function timeAt({ starts, times }: Line, start: number, length: number): number {
  const part = starts.findLastIndex((one) => one < start + length);
  return times[part] ?? 0;
}
