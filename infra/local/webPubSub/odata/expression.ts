import { FilterError, typeError } from './filterError.ts';

/** What a filter is asked about. */
export type FilterSubject = {
  readonly connectionId: string;
  readonly userId: string | undefined;
  readonly groups: ReadonlySet<string>;
  readonly protocol: string | undefined;
};

export type ValueType = 'string' | 'int' | 'bool' | 'null' | 'strings';
type Value = string | number | boolean | null | ReadonlySet<string>;

/** A part of a filter whose type is known before it is evaluated. */
export type Expression = { readonly type: ValueType; readonly evaluate: (subject: FilterSubject) => Value };

export const literal = (type: 'string' | 'int' | 'bool' | 'null', value: Value): Expression => ({
  type,
  evaluate: () => value,
});

const properties: Readonly<Record<string, Expression>> = {
  connectionid: { type: 'string', evaluate: (subject) => subject.connectionId },
  userid: { type: 'string', evaluate: (subject) => subject.userId ?? null },
  groups: { type: 'strings', evaluate: (subject) => subject.groups },
  protocol: { type: 'string', evaluate: (subject) => subject.protocol ?? null },
};

export function property(name: string): Expression {
  const found = Object.hasOwn(properties, name.toLowerCase()) ? properties[name.toLowerCase()] : undefined;
  if (found === undefined) throw new FilterError(`Property '${name}' is not supported.`);
  return found;
}

/** Null fits everywhere. */
export function expectType(expression: Expression, expected: ValueType): Expression {
  if (expression.type === expected || expression.type === 'null') return expression;
  throw typeError(expression.type, expected);
}

export function not(operand: Expression): Expression {
  const { evaluate } = expectType(operand, 'bool');
  return { type: 'bool', evaluate: (subject) => evaluate(subject) !== true };
}

export function combine(operator: 'and' | 'or', operands: readonly Expression[]): Expression {
  const parts = operands.map((operand) => expectType(operand, 'bool').evaluate);
  if (operator === 'and') {
    return { type: 'bool', evaluate: (subject) => parts.every((part) => part(subject) === true) };
  }
  return { type: 'bool', evaluate: (subject) => parts.some((part) => part(subject) === true) };
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

const orders: Readonly<Record<Comparison, (one: number, other: number) => boolean>> = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};

/** A value that is missing is neither equal nor unequal to another; only the word `null` finds it. */
export function compare(operator: Comparison, left: Expression, right: Expression): Expression {
  const isEquality = operator === 'eq' || operator === 'ne';
  const expected = isEquality ? (left.type === 'null' ? right.type : left.type) : 'int';
  if (expected === 'strings') throw typeError('strings', 'string');
  const [one, other] = [expectType(left, expected).evaluate, expectType(right, expected).evaluate];
  if (isEquality) {
    const wanted = operator === 'eq';
    const asksForNull = left.type === 'null' || right.type === 'null';
    return {
      type: 'bool',
      evaluate(subject) {
        const [first, second] = [one(subject), other(subject)];
        const isComparable = asksForNull || (first !== null && second !== null);
        return isComparable && (first === second) === wanted;
      },
    };
  }
  return { type: 'bool', evaluate: (subject) => isOrdered(orders[operator], one(subject), other(subject)) };
}

/** Null is neither more nor less than anything. */
function isOrdered(order: (one: number, other: number) => boolean, one: Value, other: Value): boolean {
  return typeof one === 'number' && typeof other === 'number' && order(one, other);
}

export function isIn(left: Expression, right: Expression | readonly Expression[]): Expression {
  if ('evaluate' in right) {
    const [item, list] = [expectType(left, 'string').evaluate, expectType(right, 'strings').evaluate];
    return {
      type: 'bool',
      evaluate(subject) {
        const [value, values] = [item(subject), list(subject)];
        return values instanceof Set && values.has(value);
      },
    };
  }
  const options = right.map((option) => expectType(option, left.type).evaluate);
  return {
    type: 'bool',
    evaluate: (subject) => options.some((option) => option(subject) === left.evaluate(subject)),
  };
}
