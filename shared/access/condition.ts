import { matchesAction } from './matchesAction.ts';

/** True, false, or undefined: it hangs on something that Sallyport does not evaluate. */
type Truth = boolean | undefined;

/**
 * Does an assignment's condition (version 2.0) let this action through? Azure writes conditions as guards,
 * `(!(ActionMatches{'a'}) OR (@Resource[…] … 'x'))` joined by AND: a condition says nothing about actions that it
 * does not target. Sallyport evaluates `ActionMatches`, AND, OR and NOT; an expression on an attribute is
 * undefined, and so is anything that cannot be parsed.
 */
export function conditionHolds(condition: string | undefined, action: string): Truth {
  if (condition === undefined || condition === '') return true;
  const tokens = tokenize(condition);
  if (tokens === undefined) return undefined;
  const parser = { tokens, position: 0, action };
  const outcome = readSequence(parser);
  return outcome.isParsed && parser.position === tokens.length ? outcome.truth : undefined;
}

type Parser = { readonly tokens: readonly string[]; position: number; readonly action: string };
type Outcome = { readonly isParsed: boolean; readonly truth: Truth };

const unreadable: Outcome = { isParsed: false, truth: undefined };
const parsed = (truth: Truth): Outcome => ({ isParsed: true, truth });

const token = /\s*('(?:[^'\\]|\\.)*'|\[[^\]]*\]|[(){}!]|&&|\|\||[^\s(){}[\]'!&|]+)\s*/y;

function tokenize(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[1];
    if (found === undefined) return undefined;
    tokens.push(found);
  }
  return tokens;
}

/** Operands joined by one kind of operator. Azure wants parentheses where AND and OR meet, so a mix is unreadable. */
function readSequence(parser: Parser): Outcome {
  let outcome = readOperand(parser);
  let joinedBy: string | undefined;
  for (;;) {
    const operator = operatorOf(parser.tokens[parser.position]);
    if (!outcome.isParsed || operator === undefined) return outcome;
    if (joinedBy !== undefined && joinedBy !== operator) return unreadable;
    joinedBy = operator;
    parser.position += 1;
    const next = readOperand(parser);
    if (!next.isParsed) return unreadable;
    outcome = parsed(
      operator === 'AND' ? both(outcome.truth, next.truth) : either(outcome.truth, next.truth),
    );
  }
}

function readOperand(parser: Parser): Outcome {
  const word = (parser.tokens[parser.position] ?? '').toUpperCase();
  switch (word) {
    case '!':
    case 'NOT': {
      parser.position += 1;
      const { isParsed, truth } = readOperand(parser);
      return { isParsed, truth: truth === undefined ? undefined : !truth };
    }
    case '(': {
      parser.position += 1;
      const inner = readSequence(parser);
      parser.position += 1;
      return parser.tokens[parser.position - 1] === ')' ? inner : unreadable;
    }
    case 'ACTIONMATCHES':
      return readActionMatches(parser);
    default:
      return skipAttributeExpression(parser);
  }
}

function readActionMatches(parser: Parser): Outcome {
  const [, open, pattern = '', close] = parser.tokens.slice(parser.position, parser.position + 4);
  parser.position += 4;
  if (open !== '{' || close !== '}' || !pattern.startsWith("'")) return unreadable;
  return parsed(matchesAction(pattern.slice(1, -1), parser.action));
}

/** Everything up to the next operator or closing parenthesis: `@Resource[a] ForAnyOfAnyValues:StringEquals {'x'}`. */
function skipAttributeExpression(parser: Parser): Outcome {
  const start = parser.position;
  while (isPartOfExpression(parser.tokens[parser.position])) parser.position += 1;
  return parser.position > start ? parsed(undefined) : unreadable;
}

function isPartOfExpression(text: string | undefined): boolean {
  return text !== undefined && !['(', ')', '!'].includes(text) && operatorOf(text) === undefined;
}

function operatorOf(text: string | undefined): 'AND' | 'OR' | undefined {
  const word = text?.toUpperCase();
  if (word === 'AND' || word === '&&') return 'AND';
  return word === 'OR' || word === '||' ? 'OR' : undefined;
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

function either(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : undefined;
}
