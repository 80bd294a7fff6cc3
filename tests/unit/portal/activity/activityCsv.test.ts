import { expect, test } from 'vitest';
import { activityCsv } from '../../../../portal/activity/activityCsv.ts';

test('A23: a reason that a spreadsheet would run is text, and what is not there is empty', () => {
  const csv = activityCsv([
    {
      time: '2026-11-21T12:00:00.000Z',
      event: 'disconnect',
      outcome: 'Success',
      principalId: 'p1',
      userName: '=cmd|calc',
      sourceIpAddress: '203.0.113.7',
      scope: '/subscriptions/s',
      targetResourceId: '/subscriptions/s/vm',
      affectedUserName: 'bob',
      affectedPrincipalId: 'p2',
      durationMs: 1_500,
      reason: '-2+3, really',
    },
  ]);

  expect(csv.split('\r\n').slice(1)).toEqual([
    `2026-11-21T12:00:00.000Z,disconnect,Success,'=cmd|calc,p1,203.0.113.7,/subscriptions/s,/subscriptions/s/vm,bob,p2,,,,,,1500,"'-2+3, really"`,
    '',
  ]);
});
