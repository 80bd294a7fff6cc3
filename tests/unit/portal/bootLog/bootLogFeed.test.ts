import { expect, test } from 'vitest';
import { BootLogFeed } from '../../../../portal/bootLog/bootLogFeed.ts';
import { type BootLogPart, maxReadBytes } from '../../../../portal/bootLog/readBootLog.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';

const part = (text: string, from: number, isNew = false): BootLogPart => ({
  bytes: new TextEncoder().encode(text),
  from,
  isNew,
});

/** A feed whose next look is taken by hand; `older` is what is before the first part, from its start. */
function feedOf(answers: readonly (BootLogPart | Error)[], older: readonly (string | Error)[] = []) {
  const asked: (number | undefined)[] = [];
  const ranges: (readonly [number, number])[] = [];
  const restOlder = [...older];
  let due: (() => void) | undefined;
  const rest = [...answers];
  const feed = new BootLogFeed({
    async read(after) {
      asked.push(after);
      const answer = rest.shift() ?? part('', after ?? 0);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async readRange(from, to) {
      ranges.push([from, to]);
      const answer = restOlder.shift() ?? '';
      if (answer instanceof Error) throw answer;
      return new TextEncoder().encode(answer);
    },
    schedule(task) {
      due = task;
      return () => {
        due = undefined;
      };
    },
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    feed,
    asked,
    ranges,
    settle,
    next: async (): Promise<void> => {
      due?.();
      await settle();
    },
    isWaiting: () => due !== undefined,
  };
}

test('a log is followed from where it was read to', async () => {
  const { feed, asked, ranges, settle, next } = feedOf([part('boot\n', 0), part('login:', 5)]);

  feed.open();
  await settle();
  await next();

  expect([asked, ranges]).toEqual([[undefined, 5], []]);
  expect(feed.state).toMatchObject({ lines: ['boot', 'login:'], skippedBytes: 0, isRead: true });
});

test('the newest lines are shown first, and what is before them joins on', async () => {
  const { feed, ranges, settle } = feedOf([part('dle\nlast\n', 12)], ['first\nthe mid' + 'dle\n']);
  const seen: (readonly string[])[] = [];
  feed.subscribe(() => feed.state.isRead && seen.push(feed.state.lines));

  feed.open();
  await settle();

  expect(ranges).toEqual([[0, 16]]);
  expect(seen[0]).toEqual(['last']);
  expect(feed.state).toMatchObject({
    lines: ['first', 'the middle', 'last'],
    olderLines: 2,
    skippedBytes: 0,
    error: undefined,
  });
});

test('of a log without end its last eight megabytes are read', async () => {
  const start = 5 * maxReadBytes;
  const { feed, ranges, settle } = feedOf([part('\nlast', start)], ['cut\n']);

  feed.open();
  await settle();

  expect(ranges).toEqual([[start + 1 - maxReadBytes, start + 1]]);
  expect(feed.state).toMatchObject({ lines: ['cut', 'last'], skippedBytes: start + 1 - maxReadBytes });
});

test('older lines that could not be read are read with the next look', async () => {
  const failure = new ApiError('StorageUnavailable', 'No answer.', { status: 0 });
  const { feed, ranges, settle, next } = feedOf([part('\nlast\n', 6)], [failure, 'first\n']);

  feed.open();
  await settle();
  expect(feed.state).toMatchObject({ lines: ['last'], skippedBytes: 7, error: failure });
  await next();

  expect(ranges).toEqual([
    [0, 7],
    [0, 7],
  ]);
  expect(feed.state).toMatchObject({ lines: ['first', 'last'], skippedBytes: 0, error: undefined });
});

test('a large part is read in slices, with room for the page between them, and none of it is lost', async () => {
  const text = 'é\n'.repeat(400_000);
  const { feed, settle, next, isWaiting } = feedOf([part(text, 0)]);

  feed.open();
  await settle();
  const before = { ...feed.state, isWaiting: isWaiting() };
  while (!feed.state.isRead && isWaiting()) await next();

  expect(before).toMatchObject({ isRead: false, isWaiting: true });
  expect(feed.state).toMatchObject({ isRead: true, skippedBytes: 0 });
  expect(new Set(feed.state.lines)).toEqual(new Set(['é']));
});

test('what was not followed is not looked for', async () => {
  const { feed, settle, isWaiting } = feedOf([part('boot\n', 0)]);

  feed.follow(false);
  await settle();

  expect(isWaiting()).toBe(false);
});

test('a log that was begun anew takes the place of the old one', async () => {
  const { feed, settle, next } = feedOf([part('old\n', 0), part('new\n', 0, true)]);

  feed.open();
  await settle();
  await next();

  expect(feed.state.lines).toEqual(['new']);
});

test('a failure is told, keeps what was read, and passes', async () => {
  const failure = new ApiError('StorageUnavailable', 'No answer.', { status: 0 });
  const { feed, settle, next } = feedOf([part('boot\n', 0), failure, part('', 5)]);

  feed.open();
  await settle();
  await next();
  expect(feed.state).toMatchObject({ lines: ['boot'], error: failure });
  await next();

  expect(feed.state).toMatchObject({ lines: ['boot'], error: undefined });
});

test('nothing is looked for or told once it is closed', async () => {
  const { feed, settle, isWaiting } = feedOf([part('boot\n', 0)]);

  feed.open();
  feed[Symbol.dispose]();
  await settle();

  expect([isWaiting(), feed.state.isRead]).toEqual([false, false]);
});
