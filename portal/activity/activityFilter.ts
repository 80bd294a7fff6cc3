import type { Query } from '../../shared/client/query.ts';
import { auditEvents, auditOutcomes } from '../../shared/contracts/audit.ts';

export const ranges = ['hour', 'day', 'yesterday', 'week', 'month', 'days'] as const;
type Range = (typeof ranges)[number];

/** What the list is narrowed by, as it stands in the address. What is empty does not matter. */
export type ActivityFilter = {
  readonly range: string;
  /** First and last day, `2026-11-21`, local ones, with the range `days`. */
  readonly from: string;
  readonly to: string;
  readonly who: string;
  readonly event: string;
  readonly outcome: string;
  readonly vm: string;
  readonly text: string;
  readonly session: string;
};

export const noFilter: ActivityFilter = {
  range: '',
  from: '',
  to: '',
  who: '',
  event: '',
  outcome: '',
  vm: '',
  text: '',
  session: '',
};

export const filterNames = [
  'range',
  'from',
  'to',
  'who',
  'event',
  'outcome',
  'vm',
  'text',
  'session',
] as const satisfies readonly (keyof ActivityFilter)[];

const hourMs = 3_600_000;
const lengthsMs = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs, month: 720 * hourMs } as const;

/** A week, where the address says nothing that is known. */
export const rangeOf = ({ range }: Pick<ActivityFilter, 'range'>): Range =>
  ranges.find((one) => one === range) ?? 'week';

/** As the API is asked. Words of an address that the API would refuse are left out. */
export function toQuery(filter: ActivityFilter, now: number): Query {
  return {
    ...times(filter, now),
    user: orNone(filter.who),
    event: auditEvents.find((one) => one === filter.event),
    outcome: auditOutcomes.find((one) => one === filter.outcome),
    target: orNone(filter.vm),
    search: orNone(filter.text),
    sessionId: orNone(filter.session),
  };
}

function times(filter: ActivityFilter, now: number): Query {
  const range = rangeOf(filter);
  if (range === 'yesterday') return { startTime: dayStart(now, -1), endTime: dayStart(now, 0) };
  if (range !== 'days') return { startTime: new Date(now - lengthsMs[range]).toISOString() };
  return { startTime: startOf(filter.from, 0), endTime: startOf(filter.to, 1) };
}

/** Midnight where the reader is, so many days from now. */
function dayStart(now: number, days: number): string {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).toISOString();
}

/** Of that day, or so many days later. */
function startOf(day: string, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

const orNone = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
