import { expect, test } from 'vitest';
import { fromListedRow, listedColumns, toSessionRow } from '../../../../shared/azure/sessionRow.ts';
import { aSession, listedOf } from '../../../support/sessionFacts.ts';

/** A row as it comes back: numbers instead of typed values. */
function storedRow(session = aSession()): Record<string, unknown> {
  const entries = Object.entries(toSessionRow(session, 'p')).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'object' && value !== null && 'value' in value ? Number(value.value) : value,
  ]);
  return Object.fromEntries(entries);
}

test('a column that is not in the row may come back as null, and is not there', () => {
  const session = aSession();
  const absent = Object.fromEntries(listedColumns.map((name) => [name, null]));

  expect(fromListedRow({ ...absent, ...storedRow(session) })).toEqual(listedOf(session));
});

test.each([
  { what: 'of another version', change: { v: 2 } },
  { what: 'without its state', change: { state: null } },
  { what: 'with a time that is no number', change: { startTime: '1793000000000' } },
])('a row $what is refused by lists', ({ change }) => {
  expect(() => fromListedRow({ ...storedRow(), ...change })).toThrow();
});
