import type { SessionResource } from '../../shared/contracts/session.ts';
import { isInIpRange, parseIpAddress, parseIpRange } from '../../shared/network/ipAddress.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';

/** One condition twice: asked about a row that the page has, and as the API's `$filter` asks about all. */
export type RowCondition = {
  readonly matches: (row: SessionResource, now: number) => boolean;
  readonly odata: string;
};

type TextName =
  | 'userName'
  | 'userEmail'
  | 'principalId'
  | 'targetHostName'
  | 'targetIpAddress'
  | 'sourceIpAddress'
  | 'protocol'
  | 'state'
  | 'mode'
  | 'endReason';

export const any = (conditions: readonly RowCondition[]): RowCondition => ({
  matches: (row, now) => conditions.some((one) => one.matches(row, now)),
  odata: join(conditions, ' or '),
});

export const all = (conditions: readonly RowCondition[]): RowCondition => ({
  matches: (row, now) => conditions.every((one) => one.matches(row, now)),
  odata: join(conditions, ' and '),
});

export const not = (condition: RowCondition): RowCondition => ({
  matches: (row, now) => !condition.matches(row, now),
  odata: `not (${condition.odata})`,
});

const join = (conditions: readonly RowCondition[], word: ' or ' | ' and '): string =>
  conditions.length === 1
    ? (conditions[0]?.odata ?? '')
    : conditions.map(({ odata }) => (/ or | and /.test(odata) ? `(${odata})` : odata)).join(word);

export const contains = (name: TextName | 'targetName', part: string): RowCondition => ({
  matches: (row) => lower(textOf(row, name)).includes(lower(part)),
  odata: `contains(${name},${literal(part)})`,
});

export const startsWith = (name: TextName, part: string): RowCondition => ({
  matches: (row) => lower(textOf(row, name)).startsWith(lower(part)),
  odata: `startswith(${name},${literal(part)})`,
});

export const equals = (name: TextName, value: string): RowCondition => ({
  matches: (row) => lower(textOf(row, name)) === lower(value),
  odata: `${name} eq ${literal(value)}`,
});

/** Undefined where the text is no address and no range. */
export function isInRange(name: 'sourceIpAddress', text: string): RowCondition | undefined {
  const range = parseIpRange(text);
  if (range === undefined) return undefined;
  return {
    matches: (row) => {
      const address = parseIpAddress(row[name]);
      return address !== undefined && isInIpRange(range, address);
    },
    odata: `ipInRange(${name},${literal(text)})`,
  };
}

const orders = {
  '>': { word: 'gt', holds: (difference: number) => difference > 0 },
  '>=': { word: 'ge', holds: (difference: number) => difference >= 0 },
  '<': { word: 'lt', holds: (difference: number) => difference < 0 },
  '<=': { word: 'le', holds: (difference: number) => difference <= 0 },
} as const;
export type Order = keyof typeof orders;

/** Time until now, or until the session ended. In the API's steps of a hundredth of a minute, so that both agree. */
export function lasts(
  since: 'startTime' | 'lastActivityTime',
  order: Order,
  durationMs: number,
): RowCondition {
  const minutes = toMinutes(durationMs);
  const name = since === 'startTime' ? 'sessionDurationInMins' : 'idleMinutes';
  const { word, holds } = orders[order];
  return {
    matches: (row, now) => {
      const end = row.endTime === undefined ? now : Date.parse(row.endTime);
      return holds(toMinutes(Math.max(0, end - Date.parse(row[since]))) - minutes);
    },
    odata: `${name} ${word} ${minutes}`,
  };
}

const toMinutes = (durationMs: number): number => Math.round((durationMs / 60_000) * 100) / 100;

const textOf = (row: SessionResource, name: TextName | 'targetName'): string =>
  (name === 'targetName' ? targetNameOf(row) : row[name]) ?? '';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const lower = (text: string): string => text.toLowerCase();
