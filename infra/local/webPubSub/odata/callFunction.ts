import { type Expression, expectType, type ValueType } from './expression.ts';
import { FilterError } from './filterError.ts';

type Argument = 'string' | 'int';
type StringFunction = {
  readonly arguments: readonly Argument[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  readonly result: ValueType;
  /** What comes out when a text argument is null. */
  readonly ofNull: string | number | boolean | null;
  readonly run: (text: string, ...rest: readonly (string | number)[]) => string | number | boolean;
};

const text = (value: string | number | undefined): string => String(value ?? '');

const functions: Readonly<Record<string, StringFunction>> = {
  length: { arguments: ['string'], result: 'int', ofNull: null, run: (one) => one.length },
  tolower: { arguments: ['string'], result: 'string', ofNull: null, run: (one) => one.toLowerCase() },
  toupper: { arguments: ['string'], result: 'string', ofNull: null, run: (one) => one.toUpperCase() },
  trim: { arguments: ['string'], result: 'string', ofNull: null, run: (one) => one.trim() },
  contains: {
    arguments: ['string', 'string'],
    result: 'bool',
    ofNull: false,
    run: (one, other) => one.includes(text(other)),
  },
  startswith: {
    arguments: ['string', 'string'],
    result: 'bool',
    ofNull: false,
    run: (one, other) => one.startsWith(text(other)),
  },
  endswith: {
    arguments: ['string', 'string'],
    result: 'bool',
    ofNull: false,
    run: (one, other) => one.endsWith(text(other)),
  },
  indexof: {
    arguments: ['string', 'string'],
    result: 'int',
    ofNull: -1,
    run: (one, other) => one.indexOf(text(other)),
  },
  concat: {
    arguments: ['string', 'string'],
    result: 'string',
    ofNull: null,
    run: (one, other) => one + text(other),
  },
  substring: {
    arguments: ['string', 'int', 'int'],
    optional: 1,
    result: 'string',
    ofNull: null,
    run: (one, start, length) => {
      const from = Math.max(0, Number(start));
      return one.slice(from, length === undefined ? undefined : from + Math.max(0, Number(length)));
    },
  },
} satisfies Record<string, StringFunction>;

export function callFunction(name: string, given: readonly Expression[]): Expression {
  const called = Object.hasOwn(functions, name.toLowerCase()) ? functions[name.toLowerCase()] : undefined;
  if (called === undefined) throw new FilterError(`Function '${name}' is not supported.`);
  const most = called.arguments.length;
  if (given.length > most || given.length < most - (called.optional ?? 0)) {
    throw new FilterError(`Function '${name}' does not take ${given.length} arguments.`);
  }
  const inputs = given.map(
    (argument, index) => expectType(argument, called.arguments[index] ?? 'string').evaluate,
  );
  return {
    type: called.result,
    evaluate(subject) {
      const values = inputs.map((input) => input(subject));
      const [first, ...rest] = values.filter(
        (value) => typeof value === 'string' || typeof value === 'number',
      );
      if (first === undefined || rest.length + 1 < values.length) return called.ofNull;
      return called.run(String(first), ...rest);
    },
  };
}
