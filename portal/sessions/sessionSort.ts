import type { SessionResource } from '../../shared/contracts/session.ts';
import { targetNameOf } from '../../shared/sessions/facts.ts';
import type { GridSort } from '../grid/gridSort.ts';

type ValueOf = (row: SessionResource) => string | number;

const byColumn = {
  user: ({ userName }) => userName,
  target: (row) => targetNameOf(row),
  protocol: ({ protocol, mode }) => `${protocol} ${mode}`,
  source: ({ sourceIpAddress }) => addressOrder(sourceIpAddress),
  started: ({ startTime }) => Date.parse(startTime),
  // The longest began first.
  duration: ({ startTime }) => -Date.parse(startTime),
  idle: ({ lastActivityTime }) => -Date.parse(lastActivityTime),
  state: ({ state }) => state,
} as const satisfies Readonly<Record<string, ValueOf>>;

export const sortableColumns: readonly string[] = Object.keys(byColumn);
export const newestFirst: GridSort = { column: 'started', isDescending: true };

export const sortValue = (column: string): ValueOf =>
  Object.hasOwn(byColumn, column) ? byColumn[column as keyof typeof byColumn] : byColumn.started;

/** 10.0.0.9 before 10.0.0.10. */
const addressOrder = (address: string): string =>
  address.replaceAll(/\d+/g, (digits) => digits.padStart(5, '0'));
