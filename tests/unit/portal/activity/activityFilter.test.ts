import { expect, test } from 'vitest';
import { type ActivityFilter, noFilter, toQuery } from '../../../../portal/activity/activityFilter.ts';

const now = Date.UTC(2026, 10, 21, 12);
const asked = (filter: Partial<ActivityFilter>) =>
  Object.fromEntries(
    Object.entries(toQuery({ ...noFilter, ...filter }, now)).filter(([, value]) => value !== undefined),
  );
const localDay = (day: number): string => new Date(2026, 10, day).toISOString();

test.each<[Partial<ActivityFilter>, object]>([
  [{}, { startTime: '2026-11-14T12:00:00.000Z' }],
  [{ range: 'hour' }, { startTime: '2026-11-21T11:00:00.000Z' }],
  [{ range: 'day' }, { startTime: '2026-11-20T12:00:00.000Z' }],
  [{ range: 'yesterday' }, { startTime: localDay(20), endTime: localDay(21) }],
  [{ range: 'month' }, { startTime: '2026-10-22T12:00:00.000Z' }],
  [{ range: 'constructor' }, { startTime: '2026-11-14T12:00:00.000Z' }],
  [
    { range: 'days', from: '2026-11-19', to: '2026-11-20' },
    { startTime: localDay(19), endTime: localDay(21) },
  ],
  [{ range: 'days', to: '2026-11-20' }, { endTime: localDay(21) }],
  [{ range: 'days', from: 'yesterday' }, {}],
])('the time of %j is %j', (filter, expected) => {
  expect(asked(filter)).toEqual(expected);
});

test('everything that was chosen is asked for, without blanks around it', () => {
  const filter = {
    range: 'days',
    who: ' alice@contoso.example ',
    event: 'power',
    outcome: 'Failure',
    vm: 'vm-web-01',
    text: 'reboot',
    session: 's1',
  };

  expect(asked(filter)).toEqual({
    user: 'alice@contoso.example',
    event: 'power',
    outcome: 'Failure',
    target: 'vm-web-01',
    search: 'reboot',
    sessionId: 's1',
  });
});

test('what the API would refuse is not asked', () => {
  expect(asked({ range: 'days', event: 'nonsense', outcome: 'Perhaps', who: '   ' })).toEqual({});
});
