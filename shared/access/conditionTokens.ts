import { type AttributeSource, attributeSources } from './attributes.ts';

/** A word is a name, an operator, a number or a GUID without quotes. */
export type ConditionToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'attribute'; readonly source: AttributeSource; readonly text: string }
  | { readonly kind: 'mark' | 'word'; readonly text: string };

/** A token and where in the condition it begins. */
export type PlacedToken = ConditionToken & { readonly at: number };

/** Only these are escaped in Azure's conditions; a backslash before anything else is not understood. */
const pattern =
  /\s*(?:'(?<text>(?:[^'\\]|\\[\\'*?])*)'|@(?<source>\w+)\[(?<attribute>[^\]]+)\]|(?<mark>[(){},!]|&&|\|\|)|(?<word>[\w.:+-]+))\s*/y;

/** `readTo`: where the first thing begins that is no token; the end, where all are. */
export function tokenizeCondition(condition: string): {
  readonly tokens: readonly PlacedToken[];
  readonly readTo: number;
} {
  const tokens: PlacedToken[] = [];
  let readTo = 0;
  while (readTo < condition.length) {
    pattern.lastIndex = readTo;
    const found = pattern.exec(condition);
    const token = toToken(found?.groups);
    if (found === null || token === undefined) return { tokens, readTo };
    tokens.push({ ...token, at: readTo + found[0].search(/\S/) });
    readTo = pattern.lastIndex;
  }
  return { tokens, readTo };
}

function toToken(found: Readonly<Record<string, string | undefined>> = {}): ConditionToken | undefined {
  const { text, source, attribute, mark, word } = found;
  if (text !== undefined) return { kind: 'text', text };
  if (mark !== undefined) return { kind: 'mark', text: mark };
  if (word !== undefined) return { kind: 'word', text: word };
  const known = attributeSources.find((one) => one === source?.toLowerCase());
  return known && { kind: 'attribute', source: known, text: attribute ?? '' };
}
