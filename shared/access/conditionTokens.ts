import { type AttributeSource, attributeSources } from './attributes.ts';

/** A word is a name, an operator, a number or a GUID without quotes. */
export type ConditionToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'attribute'; readonly source: AttributeSource; readonly text: string }
  | { readonly kind: 'mark' | 'word'; readonly text: string };

/** Only these are escaped in Azure's conditions; a backslash before anything else is not understood. */
const pattern =
  /\s*(?:'(?<text>(?:[^'\\]|\\[\\'*?])*)'|@(?<source>\w+)\[(?<attribute>[^\]]+)\]|(?<mark>[(){},!]|&&|\|\|)|(?<word>[\w.:+-]+))\s*/y;

/** Undefined for anything that is no condition. */
export function tokenizeCondition(condition: string): readonly ConditionToken[] | undefined {
  const tokens: ConditionToken[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < condition.length) {
    const token = toToken(pattern.exec(condition)?.groups);
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function toToken(found: Readonly<Record<string, string | undefined>> = {}): ConditionToken | undefined {
  const { text, source, attribute, mark, word } = found;
  if (text !== undefined) return { kind: 'text', text };
  if (mark !== undefined) return { kind: 'mark', text: mark };
  if (word !== undefined) return { kind: 'word', text: word };
  const known = attributeSources.find((one) => one === source?.toLowerCase());
  return known && { kind: 'attribute', source: known, text: attribute ?? '' };
}
