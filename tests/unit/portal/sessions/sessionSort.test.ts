import { expect, test } from 'vitest';
import { sortRows } from '../../../../portal/grid/gridSort.ts';
import { sortableColumns, sortValue } from '../../../../portal/sessions/sessionSort.ts';
import type { SessionResource } from '../../../../shared/contracts/session.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const aRow = (over: Partial<SessionResource>): SessionResource => ({
  ...toSessionResource(aSession(), start, true),
  ...over,
});
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const order = (rows: readonly SessionResource[], column: string): (string | number)[] =>
  sortRows(rows, sortValue(column), false, compare).map(({ sessionId }) => sessionId);

test('addresses are ordered by their numbers', () => {
  const rows = ['10.0.0.10', '9.0.0.1', '10.0.0.9'].map((sourceIpAddress) =>
    aRow({ sessionId: sourceIpAddress, sourceIpAddress }),
  );

  expect(order(rows, 'source')).toEqual(['9.0.0.1', '10.0.0.9', '10.0.0.10']);
});

test('the shortest duration and the least idle come first', () => {
  const old = aRow({
    sessionId: 'old',
    startTime: '2026-01-01T00:00:00Z',
    lastActivityTime: '2026-01-03T00:00:00Z',
  });
  const young = aRow({
    sessionId: 'young',
    startTime: '2026-01-02T00:00:00Z',
    lastActivityTime: '2026-01-02T00:00:00Z',
  });

  expect(order([old, young], 'duration')).toEqual(['young', 'old']);
  expect(order([young, old], 'idle')).toEqual(['old', 'young']);
  expect(order([young, old], 'started')).toEqual(['old', 'young']);
});

test('every column has a value to be ordered by', () => {
  const values = sortableColumns.map((column) => sortValue(column)(aRow({})));

  expect(values.filter((value) => value === '' || Number.isNaN(value))).toEqual([]);
});
