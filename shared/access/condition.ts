import type { KnownAttributes } from './attributes.ts';
import type { Comparison } from './conditionOperators.ts';
import { matchesAction } from './matchesAction.ts';
import { type AttributeName, type Expression, type Operand, parseCondition } from './parseCondition.ts';

/** True, false, or undefined: it hangs on something that Sallyport does not know. */
export type Truth = boolean | undefined;

type Check = { readonly action: string; readonly attributes?: KnownAttributes };

/**
 * Does a condition (version 2.0) let this action through? Azure writes conditions as guards,
 * `(!(ActionMatches{'a'}) OR (@Resource[…] … 'x'))` joined by AND: a condition says nothing about actions that it
 * does not target. Whatever cannot be parsed, is not known, or is of another type than its operator is undefined.
 */
export function conditionHolds(condition: string | undefined, check: Check): Truth {
  if (condition === undefined || condition === '') return true;
  const expression = parseCondition(condition);
  return expression && evaluate(expression, check);
}

function evaluate(expression: Expression, check: Check): Truth {
  switch (expression.kind) {
    case 'and':
      return both(evaluate(expression.left, check), evaluate(expression.right, check));
    case 'or':
      return not(both(not(evaluate(expression.left, check)), not(evaluate(expression.right, check))));
    case 'not':
      return not(evaluate(expression.of, check));
    case 'actionMatches':
      return matchesAction(expression.pattern, check.action);
    case 'subOperationMatches':
      // No action here has sub-operations that Sallyport could tell apart.
      return undefined;
    case 'exists':
      return exists(expression.attribute, check);
    case 'compare': {
      const { comparison, left, right } = expression;
      const isRaw = comparison.isPattern === true;
      return compare(comparison, valuesOf(left, check), valuesOf(right, check, isRaw));
    }
  }
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/** False and anything is false; true only where both are. */
export function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

function exists({ source, name }: AttributeName, { attributes }: Check): Truth {
  const known = attributes?.[source];
  return known && find(known, name) !== undefined;
}

function valuesOf(operand: Operand, { attributes }: Check, isRaw = false): readonly unknown[] | undefined {
  if (!('source' in operand)) {
    return isRaw ? operand : operand.map((text) => text.replaceAll(/\\(.)/g, '$1'));
  }
  const value = find(attributes?.[operand.source] ?? {}, operand.name);
  return value === undefined || Array.isArray(value) ? value : [value];
}

function find(attributes: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(attributes).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
}

/** A side without a value, or with several where the operator takes one, says neither yes nor no. */
function compare(
  { quantifier, read, relate }: Comparison,
  left: readonly unknown[] | undefined,
  right: readonly unknown[] | undefined,
): Truth {
  const [ours, theirs] = [left?.map(read), right?.map(read)];
  if (!isKnown(ours) || !isKnown(theirs)) return undefined;
  if (quantifier === undefined && ours.length + theirs.length > 2) return undefined;
  const { left: of = 'All', right: values = 'All' } = quantifier ?? {};
  return someOrEvery(of, ours, (one) => someOrEvery(values, theirs, (other) => relate(one, other)));
}

type Value = string | number | boolean;

const isKnown = (values: readonly (Value | undefined)[] | undefined): values is readonly Value[] =>
  values !== undefined && values.length > 0 && values.every((value) => value !== undefined);

const someOrEvery = <T>(which: 'Any' | 'All', values: readonly T[], is: (value: T) => boolean): boolean =>
  which === 'Any' ? values.some(is) : values.every(is);
