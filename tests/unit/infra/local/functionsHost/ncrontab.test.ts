import { expect, test } from 'vitest';
import { parseNcrontab } from '../../../../../infra/local/functionsHost/ncrontab.ts';

test.each([
  ['0 */5 * * * *', '0 */5 * * * *'],
  ['  0  0 9 1 * 1 ', '0 0 9 1 * 1'],
  ['0 0 0 1-15/2,20 JAN-mar SUN,1-5', '0 0 0 1-15/2,20 JAN-mar SUN,1-5'],
  ['%EVERY%', '*/10 * * * * *'],
  ['0 %MINUTE% * * * *', '0 7 * * * *'],
])('%s is the schedule %s', (schedule, resolved) => {
  expect(parseNcrontab(schedule, { EVERY: '*/10 * * * * *', MINUTE: '7' })).toBe(resolved);
});

test.each([
  '*/5 * * * *',
  '0 0 0 * * * 2026',
  '00:05:00',
  '@daily',
  '0 0 0 L * *',
  '0 0 0 15W * *',
  '0 0 0 ? * *',
  '0 0 0 * * 5#2',
  '0 0 0 * * 5L',
  '0 0 0 * * 7',
  '0 0 0 * * 5-7',
  '0 0 0 JAN * *',
  '0 0 0 * MON *',
  '0 0 0 +1 * *',
  '0 1-2-3 * * * *',
  '0 */2/3 * * * *',
  '0 , * * * *',
  '%MISSING%',
  '',
])('%s is refused: Azure would, too', (schedule) => {
  expect(() => parseNcrontab(schedule, {})).toThrow();
});
