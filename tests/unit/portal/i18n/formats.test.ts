import { expect, test } from 'vitest';
import { formatsOf } from '../../../../portal/i18n/formats.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [-5, '0s'],
  [42 * second, '42s'],
  [7 * minute, '7m 0s'],
  [7 * minute + 3 * second, '7m 3s'],
  [2 * hour + 5 * minute + 59 * second, '2h 5m'],
  [76 * hour, '3d 4h'],
])('%i ms is %s', (durationMs, text) => {
  expect(formatsOf('en').duration(durationMs)).toBe(text);
});

test('durations are written as the language writes them', () => {
  const durations = ['ja', 'fr', 'ko', 'nl'].map((one) => formatsOf(one).duration(2 * hour + 5 * minute));

  expect(durations).toEqual(['2 時間 5 分', '2h 5min', '2시간 5분', '2 u, 5 m']);
});

test('of today the time alone is shown, of other days the date too', () => {
  const now = new Date(2026, 10, 21, 12, 0, 0).getTime();
  const { recent, time, dateTime, date, isToday } = formatsOf('fr');

  expect(recent(new Date(now - minute).toISOString(), now)).toBe(time(now - minute));
  expect(recent(new Date(now - 48 * hour).toISOString(), now)).toMatch(/19 nov\. 2026/);
  expect(dateTime('never')).toBe('never');
  const today = new Date(now).toISOString();
  const yesterday = new Date(now - 24 * hour).toISOString();
  expect([today, yesterday, 'never'].map((one) => isToday(one, now))).toEqual([true, false, false]);
  expect([date(today), date('never')]).toEqual(['21 nov. 2026', 'never']);
});

test.each([
  ['en', 42 * second, '42 sec. ago'],
  ['ja', 7 * minute, '7 分前'],
  ['fr', 2 * hour, 'il y a 2\u00a0h'],
  ['ko', 76 * hour, '3일 전'],
  ['nl', -5, '0 sec. geleden'],
])('%s: %i ms are past as %s', (language, durationMs, text) => {
  expect(formatsOf(language).ago(durationMs)).toBe(text);
});

test.each([
  ['en', 1, '1 byte'],
  ['en', 222, '222 bytes'],
  ['ja', 12_345, '12.3 KB'],
  ['fr', 12_345, '12,3\u202fko'],
  ['nl', 3_400_000, '3,4 MB'],
])('%s: %i bytes are written as %s', (language, count, text) => {
  expect(formatsOf(language).bytes(count)).toBe(text);
});

test.each(['en', 'ja', 'fr', 'ko', 'nl'])('%s: what is no time is written as unknown', (language) => {
  const { time, duration, ago, recent } = formatsOf(language);

  const written = [time(Number.NaN), duration(Number.NaN), ago(Number.NaN), duration(Infinity)];

  expect(written).toEqual(['–', '–', '–', '–']);
  expect(recent('never', 0)).toBe('never');
});
