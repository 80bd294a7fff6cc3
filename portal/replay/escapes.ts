/** What a reader of the text needs to know of a terminal's output. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `erase`: what is right of the cursor is gone. `jump`: the cursor is somewhere else on the screen. */
  | { readonly kind: 'newline' | 'return' | 'back' | 'erase' | 'jump' };

type State = 'text' | 'escape' | 'charset' | 'csi' | 'string' | 'stringEscape';

const strings = new Set(['P', 'X', ']', '^', '_']);
/** Cursor movement and screen clearing: what is printed next does not belong to the line before. */
const jumps = new Set(['A', 'B', 'E', 'F', 'H', 'J', 'L', 'M', 'S', 'T', 'd', 'f', 'r']);

// oxlint-disable-next-line no-control-regex
const plainRun = /[^\x00-\x08\x0a-\x1f\x7f]+/y;

/** Nearly all of a log is text, which is much faster read by the line than by the character. */
function plainFrom(output: string, at: number): string {
  plainRun.lastIndex = at;
  return plainRun.exec(output)?.[0] ?? '';
}

/**
 * Takes escape sequences out of a terminal's output, which may be cut anywhere. Not a terminal: it knows enough to
 * find words, and a sequence that never ends swallows what follows only up to the next one.
 */
export class EscapeReader {
  #state: State = 'text';

  read(output: string): readonly TextPiece[] {
    const pieces: TextPiece[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') pieces.push({ kind: 'text', text });
      text = '';
    };
    for (let at = 0; at < output.length; ) {
      const plain = this.#state === 'text' ? plainFrom(output, at) : '';
      if (plain !== '') {
        text += plain;
        at += plain.length;
        continue;
      }
      const char = String.fromCodePoint(output.codePointAt(at) ?? 0);
      at += char.length;
      const piece = this.#next(char);
      if (piece === 'char') text += char;
      else if (piece !== undefined) {
        flush();
        pieces.push({ kind: piece });
      }
    }
    flush();
    return pieces;
  }

  #next(char: string): 'char' | Exclude<TextPiece['kind'], 'text'> | undefined {
    // CAN and SUB end whatever sequence they stand in; ESC begins a new one, but may also end a string.
    if (char === '\x18' || char === '\x1a') return this.#go('text');
    if (char === '\x1b') return this.#go(this.#state === 'string' ? 'stringEscape' : 'escape');
    switch (this.#state) {
      case 'text':
        return readText(char);
      case 'charset':
        return this.#go('text');
      case 'escape':
        return this.#afterEscape(char);
      case 'csi':
        return this.#inSequence(char);
      case 'string':
        return char === '\x07' ? this.#go('text') : undefined;
      case 'stringEscape':
        return char === '\\' ? this.#go('text') : this.#afterEscape(char);
    }
  }

  #go(state: State): undefined {
    this.#state = state;
  }

  #afterEscape(char: string): 'newline' | 'jump' | undefined {
    if (char === '[') return this.#go('csi');
    if (strings.has(char)) return this.#go('string');
    if (char >= ' ' && char <= '/') return this.#go('charset');
    this.#go('text');
    if (char === 'E' || char === 'D') return 'newline';
    return char === 'c' || char === 'M' || char === '8' ? 'jump' : undefined;
  }

  #inSequence(char: string): 'back' | 'erase' | 'jump' | undefined {
    if (char < '@' || char > '~') return undefined;
    this.#go('text');
    if (char === 'K') return 'erase';
    if (char === 'D') return 'back';
    return jumps.has(char) ? 'jump' : undefined;
  }
}

function readText(char: string): 'char' | 'newline' | 'return' | 'back' | undefined {
  if (char === '\n') return 'newline';
  if (char === '\r') return 'return';
  if (char === '\b') return 'back';
  if (char === '\t') return 'char';
  return char < ' ' || char === '\x7f' ? undefined : 'char';
}
