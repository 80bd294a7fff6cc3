import { consoleModes, endReasons, sessionProtocols, sessionStates } from '../../shared/contracts/session.ts';
import {
  all,
  any,
  contains,
  equals,
  isInRange,
  lasts,
  not,
  type Order,
  type RowCondition,
  startsWith,
} from './filterConditions.ts';
import { FilterFault, type FilterTerm, readTerms } from './filterTerms.ts';

/** What the words of the language are asked about, and what they may say. */
const filterKeys = ['user', 'vm', 'ip', 'protocol', 'state', 'mode', 'reason', 'idle', 'age'] as const;
type FilterKey = (typeof filterKeys)[number];

export type SessionFilter =
  | { readonly condition: RowCondition | undefined; readonly fault: undefined }
  | { readonly condition: undefined; readonly fault: FilterFault };

/**
 * The filter box's language: `user:alice vm:web ip:10.0.0.0/8 idle>30m -protocol:ssh,rdp "a word"`. Terms have to
 * hold all together, values between commas one of them. An empty text is no condition.
 */
export function parseSessionFilter(text: string): SessionFilter {
  try {
    const terms = readTerms(text);
    return { condition: terms.length === 0 ? undefined : all(terms.map(toCondition)), fault: undefined };
  } catch (thrown) {
    if (thrown instanceof FilterFault) return { condition: undefined, fault: thrown };
    throw thrown;
  }
}

function toCondition(term: FilterTerm): RowCondition {
  const condition = term.key === undefined ? anywhere(term.values[0] ?? '') : ofKey(term, keyOf(term));
  return term.isNegated ? not(condition) : condition;
}

const anywhere = (word: string): RowCondition =>
  any(
    (
      [
        'userName',
        'userEmail',
        'targetName',
        'targetHostName',
        'targetIpAddress',
        'sourceIpAddress',
        'protocol',
      ] as const
    ).map((name) => contains(name, word)),
  );

function keyOf(term: FilterTerm): FilterKey {
  const key = filterKeys.find((one) => one === term.key?.toLowerCase());
  if (key === undefined) throw fault('unknownKey', term, filterKeys, term.key);
  const isDuration = key === 'idle' || key === 'age';
  if (isDuration === (term.operator === ':')) throw fault('wrongOperator', term, [examples[key]]);
  if (term.values.length === 0) throw fault('noValue', term, [examples[key]]);
  return key;
}

const examples: Readonly<Record<FilterKey, string>> = {
  user: 'user:alice',
  vm: 'vm:web',
  ip: 'ip:10.0.0.0/8',
  protocol: 'protocol:ssh,rdp',
  state: 'state:active',
  mode: 'mode:observer',
  reason: 'reason:IdleTimeout',
  idle: 'idle>30m',
  age: 'age>2h',
};

function ofKey(term: FilterTerm, key: FilterKey): RowCondition {
  return any(term.values.map((value) => ofValue(term, key, value)));
}

function ofValue(term: FilterTerm, key: FilterKey, value: string): RowCondition {
  switch (key) {
    case 'user':
      return any([contains('userName', value), contains('userEmail', value), equals('principalId', value)]);
    case 'vm':
      return any([contains('targetName', value), contains('targetHostName', value)]);
    case 'ip':
      return fromAddress(term, value);
    case 'protocol':
      return oneOf(term, 'protocol', value, sessionProtocols);
    case 'state':
      return oneOf(term, 'state', value, sessionStates);
    case 'mode':
      return oneOf(term, 'mode', value, consoleModes);
    case 'reason':
      return oneOf(term, 'endReason', value, endReasons);
    case 'idle':
      return lasts('lastActivityTime', term.operator as Order, durationOf(term, value));
    case 'age':
      return lasts('startTime', term.operator as Order, durationOf(term, value));
  }
}

const byte = '(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])';
const group = '[0-9a-f]{1,4}';
const beginsAddress = new RegExp(
  `^(?:(?:${byte}[.]){0,3}${byte}?|(?:(?:${group})?:){0,7}(?:${group})?)$`,
  'i',
);

/** An address that is not written to its end yet is what addresses begin with. */
function fromAddress(term: FilterTerm, value: string): RowCondition {
  const range = isInRange('sourceIpAddress', value);
  if (range !== undefined) return range;
  if (beginsAddress.test(value)) return startsWith('sourceIpAddress', value);
  throw fault('notAnAddress', term, ['10.0.0.0/8', '2001:db8::/32'], value);
}

function oneOf(
  term: FilterTerm,
  name: 'protocol' | 'state' | 'mode' | 'endReason',
  value: string,
  values: readonly string[],
): RowCondition {
  const known = values.find((one) => one.toLowerCase() === value.toLowerCase());
  if (known === undefined) throw fault('unknownValue', term, values, value);
  return equals(name, known);
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `1h30m`, `2d`; a number alone is minutes. */
function durationOf(term: FilterTerm, value: string): number {
  if (/^\d{1,6}(?:\.\d+)?$/.test(value)) return Number(value) * 60_000;
  if (!/^(?:\d{1,6}[smhd])+$/i.test(value)) throw fault('notADuration', term, ['30m', '1h30m', '2d'], value);
  const parts = value.toLowerCase().matchAll(/(\d+)([smhd])/g);
  return [...parts].reduce((sum, [, count, unit = 'm']) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
}

function fault(
  code: FilterFault['code'],
  { position, length }: FilterTerm,
  expected: readonly string[],
  text = '',
): FilterFault {
  return new FilterFault(code, { position, length, text }, expected);
}
