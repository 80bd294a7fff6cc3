import { FilterError, syntaxError } from './filterError.ts';
import { type Token, tokenize } from './tokenize.ts';

const maxDepth = 100;

/** A place in a filter's tokens. */
export type Cursor = {
  readonly next: Token;
  /** Moves past a token of this kind; anything else is a syntax error. */
  take(kind: Token['kind']): Token;
  /** Moves past this word if it comes next. */
  takeWord(word: string): boolean;
  /** Parses a part that stands inside another one, to a limit. */
  nested<T>(parse: () => T): T;
};

export function createCursor(text: string): Cursor {
  const tokens = tokenize(text);
  const end: Token = { kind: 'end', text: '', end: text.length };
  let at = 0;
  let depth = 0;
  const next = (): Token => tokens[at] ?? end;
  return {
    get next() {
      return next();
    },
    take(kind) {
      const token = next();
      if (token.kind !== kind) throw syntaxError(token.end, text);
      at++;
      return token;
    },
    takeWord(word) {
      const isNext = next().kind === 'word' && next().text === word;
      if (isNext) at++;
      return isNext;
    },
    nested(parse) {
      if (++depth > maxDepth) throw new FilterError('The filter is nested too deeply.');
      const inner = parse();
      depth--;
      return inner;
    },
  };
}
