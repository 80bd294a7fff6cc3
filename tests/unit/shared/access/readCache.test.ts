import { expect, test } from 'vitest';
import { createReadCache } from '../../../../shared/access/readCache.ts';

const maxStaleMs = 60_000;

/** A cache with a clock that is set by hand, and readings that are answered by hand. */
function world() {
  const clock = { now: 1_000_000 };
  const readings: PromiseWithResolvers<string>[] = [];
  const cache = createReadCache({ now: () => clock.now, maxStaleMs });
  const read = (): Promise<string> => {
    const reading = Promise.withResolvers<string>();
    readings.push(reading);
    return reading.promise;
  };
  return { clock, cache, readings, ask: (key = 'k') => cache.get(key, read) };
}

/** One value, read at the beginning. */
async function warmWorld() {
  const made = world();
  const first = made.ask();
  made.readings[0]?.resolve('first');
  expect(await first).toBe('first');
  return made;
}

test('those who ask at once share one reading, other keys have their own', async () => {
  const { ask, readings } = world();

  const all = [ask(), ask(), ask('other')];
  readings[0]?.resolve('shared');
  readings[1]?.resolve('other');

  expect(await Promise.all(all)).toEqual(['shared', 'shared', 'other']);
  expect(readings).toHaveLength(2);
});

test('what is younger than half its time is not read again', async () => {
  const { ask, clock, readings } = await warmWorld();

  clock.now += maxStaleMs / 2 - 1;

  expect(await ask()).toBe('first');
  expect(readings).toHaveLength(1);
});

test('from half its time on it is read again once, and answers meanwhile', async () => {
  const { ask, clock, readings } = await warmWorld();

  clock.now += maxStaleMs / 2;
  expect(await Promise.all([ask(), ask()])).toEqual(['first', 'first']);
  readings[1]?.resolve('second');
  await Promise.resolve();

  expect(await ask()).toBe('second');
  expect(readings).toHaveLength(2);
});

test('an outage is not noticed while there is an answer that is young enough, and then is', async () => {
  const { ask, clock, readings } = await warmWorld();
  const outage = new Error('outage');

  clock.now += maxStaleMs - 1;
  expect(await ask()).toBe('first');
  readings[1]?.reject(outage);
  await readings[1]?.promise.catch(() => {});
  expect(await ask()).toBe('first');
  readings[2]?.reject(outage);
  clock.now += 1;
  const late = ask();
  readings[3]?.reject(outage);

  await expect(late).rejects.toBe(outage);
});

test('an age is counted from when the reading began', async () => {
  const { ask, clock, readings } = world();
  const slow = ask();
  clock.now += maxStaleMs - 1;
  readings[0]?.resolve('slow');
  expect(await slow).toBe('slow');

  clock.now += 1;
  const next = ask();
  readings[1]?.resolve('next');

  expect(await next).toBe('next');
});

test('a reading that hangs keeps nobody waiting who comes when it is too old', async () => {
  const { ask, clock, readings } = world();
  void ask();

  clock.now += maxStaleMs;
  const next = ask();
  readings[1]?.resolve('next');

  expect(await next).toBe('next');
});

test('a failure is not kept', async () => {
  const { ask, readings } = world();
  const failed = ask();
  readings[0]?.reject(new Error('outage'));
  await expect(failed).rejects.toThrow('outage');

  const next = ask();
  readings[1]?.resolve('next');

  expect(await next).toBe('next');
});

test('after a change nobody gets what was read, or asked for, before it', async () => {
  const { ask, cache, clock, readings } = await warmWorld();
  cache.forget();
  const before = ask();
  clock.now += 5_000;
  cache.forget();
  const after = ask();

  readings[2]?.resolve('after');
  expect(await after).toBe('after');
  readings[1]?.resolve('before');
  expect(await before).toBe('before');

  expect(await ask()).toBe('after');
});

test('forgetting again within five seconds does nothing', async () => {
  const { ask, cache, clock, readings } = await warmWorld();
  cache.forget();
  const second = ask();
  readings[1]?.resolve('second');
  await second;

  clock.now += 4_999;
  cache.forget();

  expect(await ask()).toBe('second');
});

test('a clock that was set back makes what is known old', async () => {
  const { ask, clock, readings } = await warmWorld();

  clock.now -= maxStaleMs;
  const next = ask();
  readings[1]?.resolve('next');

  expect(await next).toBe('next');
});

test('no more than ten thousand answers are kept', async () => {
  let reads = 0;
  const cache = createReadCache({ now: () => 0, maxStaleMs });
  const read = async (): Promise<number> => (reads += 1);

  for (let key = 0; key <= 10_000; key += 1) await cache.get(String(key), read);
  await cache.get('10000', read);
  expect(reads).toBe(10_001);
  await cache.get('0', read);

  expect(reads).toBe(10_002);
});
