import { markdownTable, ms, ratio } from '../markdown.ts';
import {
  activeSessions,
  allActiveSessions,
  endedSessions,
  type ListResult,
  refreshedSessions,
  type Side,
  sweptSessions,
} from './measureList.ts';
import type { CountedRequest } from './requestCounter.ts';

const perTable = (calls: readonly CountedRequest[]): string => {
  const counts = new Map<string, number>();
  for (const { method, table } of calls) {
    const key = `${method} ${table}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${count} ${key}`).join(', ');
};

export function listTable({ alone, beside }: ListResult): string {
  const row = (what: string, { list, bare, calls }: Side): string[][] => [
    [
      `list, ${what}`,
      ms(list.p50),
      ms(list.p95),
      ms(list.p99),
      ratio(list.p50 / bare.p50),
      String(calls.length),
      perTable(calls),
    ],
    [`bare Table SDK, ${what}`, ms(bare.p50), ms(bare.p95), ms(bare.p99), ratio(1), '1', '1 GET sessions'],
  ];
  return markdownTable(
    ['1,000 active sessions', 'p50 ms', 'p95 ms', 'p99 ms', 'p50 ÷ bare', 'storage calls', 'which'],
    [
      ...row(`${activeSessions.toLocaleString('en')} rows alone`, alone),
      ...row(
        `of ${allActiveSessions.toLocaleString('en')}, ${endedSessions.toLocaleString('en')} ended beside`,
        beside,
      ),
    ],
  );
}

export function refreshTable({ refresh }: ListResult): string {
  const { p50, p95 } = refresh.ms;
  const sessionTables = ['sessions', 'due', 'history', 'operators'];
  const written = refresh.calls.filter(
    ({ method, table }) => method !== 'GET' && sessionTables.includes(table),
  );
  return markdownTable(
    ['refresh that changes nothing', 'p50 ms', 'p95 ms', 'session rows written', 'storage calls', 'which'],
    [
      [
        `${refreshedSessions.toLocaleString('en')} sessions`,
        ms(p50),
        ms(p95),
        String(written.length),
        String(refresh.calls.length),
        perTable(refresh.calls),
      ],
    ],
  );
}

export function sweepTable({ sweep }: ListResult): string {
  const { p50, p95 } = sweep.ms;
  return markdownTable(
    ['sweep with nothing due', 'p50 ms', 'p95 ms', 'storage calls', 'which'],
    [
      [
        `${sweptSessions.toLocaleString('en')} active, ${endedSessions.toLocaleString('en')} ended`,
        ms(p50),
        ms(p95),
        String(sweep.calls.length),
        perTable(sweep.calls),
      ],
    ],
  );
}
