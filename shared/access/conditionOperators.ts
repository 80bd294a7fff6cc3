/** A value of a literal or attribute as its operator sees it; undefined where it is of another type. */
type Reading = (value: unknown) => string | number | boolean | undefined;
type Relation = (left: string | number | boolean, right: string | number | boolean) => boolean;

/** How a set of values on each side is compared: without it, one value on each side. */
type Quantifier = { readonly left: 'Any' | 'All'; readonly right: 'Any' | 'All' };

export type Comparison = {
  readonly quantifier: Quantifier | undefined;
  readonly read: Reading;
  readonly relate: Relation;
  /** The right side keeps its backslashes: `\*` is an asterisk there. */
  readonly isPattern?: boolean;
};

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;

const readText: Reading = (value) => (typeof value === 'string' ? value : undefined);
/** Azure compares whole numbers only. */
const readNumber: Reading = (value) => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
};
const readBoolean: Reading = (value) => {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
};
const readGuid: Reading = (value) =>
  typeof value === 'string' && guid.test(value) ? value.toLowerCase() : undefined;
/** To seven digits of a second, more than `Date` has; such texts sort as their times do. */
const readTime: Reading = (value) => {
  const [, seconds, fraction = ''] = (typeof value === 'string' && time.exec(value)) || [];
  const isTime = seconds !== undefined && !Number.isNaN(Date.parse(`${seconds}Z`));
  return isTime ? `${seconds}.${fraction.padEnd(7, '0')}` : undefined;
};

const equals: Relation = (left, right) => left === right;
const greater: Relation = (left, right) => left > right;
const negate =
  (relation: Relation): Relation =>
  (left, right) =>
    !relation(left, right);
const lowered =
  (relation: Relation): Relation =>
  (left, right) =>
    relation(String(left).toLowerCase(), String(right).toLowerCase());

const ordered = {
  Equals: equals,
  NotEquals: negate(equals),
  GreaterThan: greater,
  GreaterThanEquals: (left, right) => left >= right,
  LessThan: (left, right) => left < right,
  LessThanEquals: negate(greater),
} satisfies Record<string, Relation>;

const texts: Record<string, Relation> = {
  Equals: equals,
  StartsWith: (left, right) => String(left).startsWith(String(right)),
  Like: (left, right) => isLike(String(left), String(right)),
};

const operators = new Map<string, Omit<Comparison, 'quantifier'>>();
for (const [name, relate] of Object.entries(ordered)) {
  operators.set(`Numeric${name}`, { read: readNumber, relate });
  operators.set(`DateTime${name}`, { read: readTime, relate });
}
for (const [type, read] of [
  ['Bool', readBoolean],
  ['Guid', readGuid],
] as const) {
  operators.set(`${type}Equals`, { read, relate: equals });
  operators.set(`${type}NotEquals`, { read, relate: negate(equals) });
}
for (const [name, relate] of Object.entries(texts)) {
  const isPattern = name === 'Like';
  operators.set(`String${name}`, { read: readText, relate, isPattern });
  operators.set(`StringNot${name}`, { read: readText, relate: negate(relate), isPattern });
  operators.set(`String${name}IgnoreCase`, { read: readText, relate: lowered(relate), isPattern });
  operators.set(`StringNot${name}IgnoreCase`, {
    read: readText,
    relate: negate(lowered(relate)),
    isPattern,
  });
}

/** `ForAnyOfAnyValues:GuidEquals`, `StringLike`, …; undefined for an operator that is not known. */
export function comparisonOf(name: string): Comparison | undefined {
  const [, left, right, bare = ''] = /^(?:For(Any|All)Of(Any|All)Values:)?(\w+)$/.exec(name) ?? [];
  const operator = operators.get(bare);
  const quantifier = left === undefined ? undefined : ({ left, right } as Quantifier);
  return operator && { quantifier, ...operator };
}

/** `*` for any text, `?` for one character, `\*` and `\?` for themselves. One pass, one place to come back to. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.match(/\\.|[^]/g) ?? [];
  let [at, part, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    const wanted = parts[part];
    if (wanted === '*') {
      [star, resume] = [part, at];
      part += 1;
    } else if (wanted === '?' || wanted?.at(-1) === text[at]) {
      at += 1;
      part += 1;
    } else if (star !== -1) {
      part = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === '*');
}
