import { filterFault } from './filterFault.ts';

export type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'time' | '(' | ')' | ',' | 'end';
  /** As written; a string without its quotes. */
  readonly text: string;
  /** Place of its first character. */
  readonly position: number;
};

const time = String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?`;
const pattern = new RegExp(
  String.raw`\s*(?:(?<time>${time})|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|'(?<string>(?:[^']|'')*)'|(?<mark>[(),]))`,
  'y',
);

export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const position = at + text.slice(at).search(/\S/);
    if (match === null) throw unreadable(text, position);
    tokens.push(toToken(match.groups ?? {}, position));
    at = pattern.lastIndex;
  }
  return [...tokens, { kind: 'end', text: '', position: text.length }];
}

function toToken(groups: Readonly<Record<string, string | undefined>>, position: number): Token {
  const { time: moment, number, word, string, mark } = groups;
  if (moment !== undefined) return { kind: 'time', text: moment, position };
  if (number !== undefined) return { kind: 'number', text: number, position };
  if (word !== undefined) return { kind: 'word', text: word, position };
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'"), position };
  return { kind: mark as '(' | ')' | ',', text: mark ?? '', position };
}

function unreadable(text: string, position: number) {
  if (text[position] === "'")
    return filterFault(position, "this text has no closing quote; write ' in it as ''.");
  return filterFault(position, 'this character has no meaning here.');
}
