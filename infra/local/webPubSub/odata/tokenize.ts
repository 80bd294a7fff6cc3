import { FilterError, syntaxError } from './filterError.ts';

export type Token = {
  readonly kind: 'word' | 'string' | 'int' | '(' | ')' | ',' | 'end';
  /** A word as written, a string without its quotes. */
  readonly text: string;
  readonly end: number;
};

const tokenPattern = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(-?\d+)|'((?:[^']|'')*)'|([(),]))/y;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', end: text.length });
  return tokens;
}

function readToken(text: string, at: number): Token {
  tokenPattern.lastIndex = at;
  const match = tokenPattern.exec(text);
  if (match === null) throw unreadable(text, at);
  const [, word, int, quoted, mark] = match;
  const end = tokenPattern.lastIndex;
  if (word !== undefined) return { kind: 'word', text: word, end };
  if (int !== undefined) return { kind: 'int', text: int, end };
  if (quoted !== undefined) return { kind: 'string', text: quoted.replaceAll("''", "'"), end };
  return { kind: mark as '(' | ')' | ',', text: mark ?? '', end };
}

function unreadable(text: string, at: number): FilterError {
  const start = at + text.slice(at).search(/\S/);
  if (text[start] !== "'") return syntaxError(start + 1, text);
  return new FilterError(`There is an unterminated string literal at position ${text.length} in '${text}'.`);
}
