import { isInIpRange, parseIpAddress, parseIpRange } from '../../network/ipAddress.ts';
import type { Attribute, Subject } from './attributes.ts';
import { filterFault } from './filterFault.ts';
import type { Token } from './tokenize.ts';

/** Whether a session is in the list. */
export type Condition = (subject: Subject) => boolean;

const orders = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
type Order = (typeof orders)[number];

/** Of two values, or two texts without regard to case. `difference` is negative when the left one is smaller. */
const holds: Readonly<Record<Order, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
};

/** `attribute operator literal`. What is not there equals nothing but null. */
export function comparison(attribute: Attribute, operator: Token, literal: Token): Condition {
  const order = orders.find((one) => one === operator.text.toLowerCase());
  if (order === undefined) throw filterFault(operator.position, `expected ${orders.join(', ')}.`);
  if (literal.kind === 'word' && literal.text.toLowerCase() === 'null')
    return isNull(attribute, order, operator);
  const differ =
    attribute.kind === 'text' ? byText(attribute, order, operator, literal) : byNumber(attribute, literal);
  return (subject) => {
    const difference = differ(subject);
    return difference === undefined ? order === 'ne' : holds[order](difference);
  };
}

type Difference = (subject: Subject) => number | undefined;

function byText(
  attribute: Attribute & { kind: 'text' },
  order: Order,
  operator: Token,
  literal: Token,
): Difference {
  if (order !== 'eq' && order !== 'ne') {
    throw filterFault(operator.position, 'text is compared with eq, ne, contains, startswith or endswith.');
  }
  const wanted = lower(textOf(literal));
  requireKnown(attribute, wanted, literal);
  return (subject) => {
    const value = attribute.read(subject);
    if (value === undefined) return undefined;
    return lower(value) === wanted ? 0 : 1;
  };
}

function byNumber(attribute: Attribute & { kind: 'number' | 'time' }, literal: Token): Difference {
  const wanted = attribute.kind === 'time' ? timeOf(literal) : numberOf(literal);
  return (subject) => {
    const value = attribute.read(subject);
    return value === undefined ? undefined : value - wanted;
  };
}

function isNull(attribute: Attribute, order: Order, operator: Token): Condition {
  if (order !== 'eq' && order !== 'ne')
    throw filterFault(operator.position, 'null is compared with eq or ne.');
  return (subject) => (attribute.read(subject) === undefined) === (order === 'eq');
}

const textFunctions: Readonly<Record<string, (value: string, part: string) => boolean>> = {
  contains: (value, part) => value.includes(part),
  startswith: (value, part) => value.startsWith(part),
  endswith: (value, part) => value.endsWith(part),
};

export const functionNames = [...Object.keys(textFunctions), 'ipInRange'];

/** `name(attribute,'text')`, of a function that there is. */
export function call(name: Token, attribute: Attribute, argument: Token): Condition {
  if (attribute.kind !== 'text')
    throw filterFault(name.position, `${name.text} takes an attribute that is text.`);
  const test = textFunctions[lower(name.text)];
  if (test === undefined) return ipInRange(name, attribute, argument);
  const part = lower(textOf(argument));
  return (subject) => test(lower(attribute.read(subject) ?? ''), part);
}

/** An address that nobody vouched for is in no range. */
function ipInRange(name: Token, attribute: Attribute & { kind: 'text' }, argument: Token): Condition {
  if (attribute.isAddress === undefined) {
    throw filterFault(name.position, 'ipInRange takes sourceIpAddress or targetIpAddress.');
  }
  const range = parseIpRange(textOf(argument));
  if (range === undefined) {
    throw filterFault(
      argument.position,
      "expected an address or range such as '10.0.0.0/8' or '2001:db8::/32'.",
    );
  }
  return (subject) => {
    const address = parseIpAddress(attribute.read(subject) ?? '');
    return address !== undefined && isInIpRange(range, address);
  };
}

function requireKnown({ values }: Attribute & { kind: 'text' }, wanted: string, literal: Token): void {
  if (values === undefined || values.some((one) => lower(one) === wanted)) return;
  throw filterFault(literal.position, `expected one of ${values.map((one) => `'${one}'`).join(', ')}.`);
}

function textOf(token: Token): string {
  if (token.kind !== 'string') throw filterFault(token.position, "expected a text such as 'alice'.");
  return token.text;
}

function numberOf(token: Token): number {
  if (token.kind !== 'number') throw filterFault(token.position, 'expected a number such as 30.');
  return Number(token.text);
}

function timeOf(token: Token): number {
  const time = token.kind === 'time' || token.kind === 'string' ? Date.parse(inUtc(token.text)) : Number.NaN;
  if (Number.isNaN(time)) throw filterFault(token.position, 'expected a time such as 2026-11-01T12:00:00Z.');
  return time;
}

/** A time of day without a zone is UTC, as all of the list's times are, and never the server's own. */
const inUtc = (text: string): string => (/T[\d:.]+$/.test(text) ? `${text}Z` : text);

const lower = (value: string): string => value.toLowerCase();
