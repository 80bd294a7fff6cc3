import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRateLimits, type RateKind } from '../../../../shared/access/rateLimits.ts';

const world = (most = 3) => {
  const clock = { now: 1_000_000_000_000 };
  const perMinute = { connect: most, disconnect: most, command: most, lookup: most, refusal: most };
  return { clock, limits: createRateLimits({ now: () => clock.now, perMinute }) };
};

test('a minute of them is free at once, and then one at a time as the minute goes by', () => {
  const { clock, limits } = world();
  const count = () => limits.count('connect', 'ops').isTooFast;

  expect([count(), count(), count(), count()]).toEqual([false, false, false, true]);
  clock.now += 20_000;
  expect([count(), count()]).toEqual([false, true]);
  clock.now += 3_600_000;
  expect([count(), count(), count(), count()]).toEqual([false, false, false, true]);
});

test('who waits as long as told is not too fast, and being too fast does not make the wait longer', () => {
  const { clock, limits } = world(7);
  for (let index = 0; index < 7; index += 1) limits.count('command', 'ops');

  const told = limits.count('command', 'ops');
  for (let index = 0; index < 100; index += 1) limits.count('command', 'ops');
  clock.now += told.isTooFast ? told.retryAfterSeconds * 1_000 : 0;

  expect(told).toMatchObject({ isTooFast: true, retryAfterSeconds: 9 });
  expect(limits.count('command', 'ops').isTooFast).toBe(false);
});

test('the worst night of an on-call engineer meets no limit of those that a deployment has', () => {
  const clock = { now: 1_000_000_000_000 };
  const values = JSON.parse(
    readFileSync(new URL('../../../../local.settings.sample.json', import.meta.url), 'utf8'),
  );
  const setting = (what: string): number => Number(values.Values[`SALLYPORT_${what}_PER_MINUTE`]);
  const perMinute = {
    connect: setting('CONNECTS'),
    disconnect: setting('DISCONNECTS'),
    command: setting('COMMANDS'),
    lookup: setting('LOOKUPS'),
    refusal: setting('REFUSALS'),
  };
  const limits = createRateLimits({ now: () => clock.now, perMinute });
  const refused: string[] = [];
  const count = (kind: RateKind, times: number): void => {
    for (let index = 0; index < times; index += 1) {
      if (limits.count(kind, 'ops').isTooFast) refused.push(kind);
    }
  };

  // For half an hour: twenty consoles that all come back every five seconds in three portals that read their lists,
  // a list of fifty sessions ended one by one each minute, a SysRq key a second, a page that asks for what it may not.
  for (let second = 0; second < 1_800; second += 1) {
    clock.now += 1_000;
    if (second % 5 === 0) count('connect', 20);
    if (second % 60 === 0) count('connect', 3);
    if (second % 60 === 0) count('disconnect', 50);
    count('command', 1);
    count('refusal', 5);
  }

  expect(refused).toEqual([]);
});

test('people and kinds are counted apart', () => {
  const { limits } = world(1);

  limits.count('connect', 'ops');

  expect(limits.count('connect', 'ops').isTooFast).toBe(true);
  expect(limits.count('connect', 'owner').isTooFast).toBe(false);
  expect(limits.count('disconnect', 'ops').isTooFast).toBe(false);
});

test('it is news once a minute', () => {
  const { clock, limits } = world(1);
  limits.count('connect', 'ops');
  const isNews = () => {
    const pace = limits.count('connect', 'ops');
    return pace.isTooFast && pace.isNews;
  };

  expect([isNews(), isNews(), isNews()]).toEqual([true, false, false]);
  clock.now += 60_000;
  limits.count('connect', 'ops');
  expect([isNews(), isNews()]).toEqual([true, false]);
});

test('a clock that is set back gives nothing and takes nothing for good', () => {
  const { clock, limits } = world(2);
  limits.count('connect', 'ops');

  clock.now -= 3_600_000;
  expect(limits.count('connect', 'ops').isTooFast).toBe(false);
  expect(limits.count('connect', 'ops').isTooFast).toBe(true);
  clock.now += 30_000;
  expect(limits.count('connect', 'ops').isTooFast).toBe(false);
});

test('people who each came once are not remembered, however many', () => {
  const clock = { now: 1_000_000_000_000 };
  const buckets = new Map();
  const perMinute = { connect: 3, disconnect: 3, command: 3, lookup: 3, refusal: 3 };
  const limits = createRateLimits({ now: () => clock.now, perMinute, buckets });
  let most = 0;

  for (let index = 0; index < 30_000; index += 1) {
    clock.now += 1_000;
    limits.count('refusal', `principal-${index}`);
    most = Math.max(most, buckets.size);
  }

  expect(most).toBeLessThan(10_100);
});
