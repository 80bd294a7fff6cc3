import { expect, test } from 'vitest';
import { csvFileName, sessionsCsv } from '../../../../portal/sessions/sessionsCsv.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const row = toSessionResource(aSession(), start, true);

test('every session is a line under the names of its members', () => {
  const [head, line, end] = [...sessionsCsv([row])].join('').split('\r\n');

  expect(head).toBe(
    '\uFEFFtargetName,sessionId,userName,userEmail,targetHostName,targetResourceId,targetIpAddress,protocol,mode,sourceIpAddress,startTime,lastActivityTime,state,endTime,endReason,endedBy,endMessage,relayId',
  );
  expect(line?.split(',').slice(1, 3)).toEqual([row.sessionId, row.userName]);
  expect(end).toBe('');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a name that is a formula is a text: %j',
  (userName) => {
    expect([...sessionsCsv([{ ...row, userName }])].join('')).toContain(`'${userName}`);
  },
);

test('thousands of rows come in pieces that are one file', () => {
  const rows = Array.from({ length: 1_700 }, () => row);

  const pieces = [...sessionsCsv(rows)];

  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join('').split('\r\n')).toHaveLength(1 + rows.length + 1);
});

test('the file is named after the bastion and the minute', () => {
  expect(csvFileName('bastion-hub', Date.UTC(2026, 10, 21, 17, 5, 9))).toBe(
    'sessions-bastion-hub-2026-11-21T17-05.csv',
  );
});
