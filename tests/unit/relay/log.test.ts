import { expect, test } from 'vitest';
import { createLog, faultFields } from '../../../relay/log.ts';

test('an event is one line of JSON', () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => void lines.push(line),
    () => new Date(0),
  );

  log.info('attached', { sessionId: 's1' });
  log.warn('fault');
  log.error('worse');

  expect(lines).toEqual([
    '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"attached","sessionId":"s1"}\n',
    '{"time":"1970-01-01T00:00:00.000Z","level":"warn","event":"fault"}\n',
    '{"time":"1970-01-01T00:00:00.000Z","level":"error","event":"worse"}\n',
  ]);
});

test('of a fault its name, code and status are said, and never its message', () => {
  const secret = 'ws://host/client?access_token=eyJ';

  expect(faultFields(Object.assign(new Error(secret), { code: 'ECONNREFUSED', statusCode: 503 }))).toEqual({
    fault: 'Error',
    code: 'ECONNREFUSED',
    status: 503,
  });
  expect(faultFields(new Error('Unexpected server response: 401'))).toEqual({
    fault: 'Error',
    status: '401',
  });
  expect(faultFields(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))).toEqual({
    fault: 'TypeError',
    code: 'ECONNREFUSED',
  });
  expect(faultFields('thrown text')).toEqual({});
  expect(faultFields(undefined)).toEqual({});
});
