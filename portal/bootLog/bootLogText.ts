import { EscapeReader } from '../replay/escapes.ts';

/** More lines than anybody reads; older ones are in the file. */
export const maxLines = 50_000;
/** A guest that never ends its line must not make one that takes seconds to draw. */
const maxLineLength = 2_048;

/** What a guest printed, as lines of plain text: no sequence of it does anything here. */
export class BootLogText {
  readonly #escapes = new EscapeReader();
  readonly #decoder = new TextDecoder();
  #lines: string[] = [];
  #line = '';
  #hasReturned = false;

  /** All lines so far with the one that is not ended yet; the oldest are left out above `maxLines`. */
  get lines(): readonly string[] {
    return this.#line === '' ? this.#lines : [...this.#lines, this.#line];
  }

  add(bytes: Uint8Array): void {
    for (const piece of this.#escapes.read(this.#decoder.decode(bytes, { stream: true }))) {
      if (piece.kind === 'text') this.#print(piece.text);
      else if (piece.kind === 'newline') this.#endLine();
      else if (piece.kind === 'return') this.#hasReturned = true;
      else if (piece.kind === 'back') this.#line = this.#line.slice(0, -1);
      else if (piece.kind === 'jump' && this.#line !== '') this.#endLine();
    }
    if (this.#lines.length > maxLines) this.#lines = this.#lines.slice(-maxLines);
  }

  /** The lines that have ended, which it forgets by that: for whoever writes them down. */
  drain(): readonly string[] {
    const ended = this.#lines;
    this.#lines = [];
    return ended;
  }

  #print(text: string): void {
    // A line that is written again takes the place of the first, as on a screen.
    if (this.#hasReturned) this.#line = '';
    this.#hasReturned = false;
    this.#line += text;
    while (this.#line.length > maxLineLength) {
      this.#lines.push(this.#line.slice(0, maxLineLength));
      this.#line = this.#line.slice(maxLineLength);
    }
  }

  #endLine(): void {
    this.#lines.push(this.#line);
    this.#line = '';
    this.#hasReturned = false;
  }
}

/** Places of the lines that hold these words, without regard to case. */
export function findLines(lines: readonly string[], words: string): readonly number[] {
  if (words === '') return [];
  const wanted = new RegExp(words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'iu');
  return lines.flatMap((line, index) => (wanted.test(line) ? [index] : []));
}
