export type Constraint = (value: string) => boolean;

const guid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const isInteger =
  (bits: number): Constraint =>
  (value) =>
    /^[+-]?\d+$/.test(value) &&
    BigInt.asIntN(bits, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''));
const isNumber: Constraint = (value) => number.test(value);
const isLong = isInteger(64);

const plain: Readonly<Record<string, Constraint>> = {
  int: isInteger(32),
  long: isLong,
  guid: (value) => guid.test(value.replace(/^\{(.*)\}$|^\((.*)\)$/, '$1$2')),
  bool: (value) => /^(?:true|false)$/i.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  decimal: isNumber,
  double: isNumber,
  float: isNumber,
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  required: (value) => value !== '',
};

const withArgument: Readonly<Record<string, (argument: string) => Constraint>> = {
  length: (argument) => {
    const [least, most = least] = numbers(argument);
    return (value) => value.length >= (least ?? 0) && value.length <= (most ?? 0);
  },
  minlength: (argument) => (value) => value.length >= Number(argument),
  maxlength: (argument) => (value) => value.length <= Number(argument),
  min: (argument) => (value) => isLong(value) && Number(value) >= Number(argument),
  max: (argument) => (value) => isLong(value) && Number(value) <= Number(argument),
  range: (argument) => {
    const [least = 0, most = 0] = numbers(argument);
    return (value) => isLong(value) && Number(value) >= least && Number(value) <= most;
  },
  regex: (argument) => {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  },
};

/** One inline constraint of a route parameter: `int`, `length(1,5)`, `regex(^a+$)`. */
export function parseConstraint(text: string): Constraint {
  const match = /^(\w+)(?:\(([^]*)\))?$/.exec(text);
  const name = match?.[1]?.toLowerCase() ?? '';
  const argument = match?.[2];
  const found = argument === undefined ? plain[name] : withArgument[name]?.(argument);
  if (!found) throw new Error(`Unknown route constraint "${text}".`);
  return found;
}

function numbers(argument: string): number[] {
  return argument.split(',').map(Number);
}
