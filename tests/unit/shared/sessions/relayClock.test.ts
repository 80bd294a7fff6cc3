import { expect, test } from 'vitest';
import { toOwnClock } from '../../../../shared/sessions/relayClock.ts';

const now = Date.UTC(2026, 10, 1, 12);
const iso = (time: number): string => new Date(time).toISOString();
const beatOf = (lastActivityTime: string, time?: string) => ({
  connectionId: 'r1',
  ports: [],
  sessions: [{ sessionId: 's1', lastActivityTime }],
  ...(time === undefined ? {} : { time }),
});

test.each([-60_000, 0, 60_000])('a relay whose clock is %i ms ahead means the same moment', (ahead) => {
  const tenSecondsAgo = iso(now + ahead - 10_000);

  const beat = toOwnClock(beatOf(tenSecondsAgo, iso(now + ahead)), now);

  expect(beat.sessions).toEqual([{ sessionId: 's1', lastActivityTime: iso(now - 10_000) }]);
});

test('activity of times to come keeps no session busy', () => {
  const future = iso(now + 86_400_000);

  for (const beat of [beatOf(future, iso(now)), beatOf(future)]) {
    expect(toOwnClock(beat, now).sessions).toEqual([{ sessionId: 's1', lastActivityTime: iso(now) }]);
  }
});

test('times that are no times, and those of a relay that does not say its own, stay as they are', () => {
  for (const beat of [beatOf('yesterday', iso(now)), beatOf(iso(5)), beatOf(iso(5), 'noon')]) {
    expect(toOwnClock(beat, now)).toEqual(beat);
  }
});
