import { expect, test } from 'vitest';
import { BootLogFeed } from '../../../../portal/bootLog/bootLogFeed.ts';
import type { BootLogPart } from '../../../../portal/bootLog/readBootLog.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';

const part = (text: string, from: number, isNew = false): BootLogPart => ({
  bytes: new TextEncoder().encode(text),
  from,
  isNew,
});

/** A feed whose next look is taken by hand. */
function feedOf(answers: readonly (BootLogPart | Error)[]) {
  const asked: (number | undefined)[] = [];
  let due: (() => void) | undefined;
  const rest = [...answers];
  const feed = new BootLogFeed({
    async read(after) {
      asked.push(after);
      const answer = rest.shift() ?? part('', after ?? 0);
      if (answer instanceof Error) throw answer;
      return answer;
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
    settle,
    next: async (): Promise<void> => {
      due?.();
      await settle();
    },
    isWaiting: () => due !== undefined,
  };
}

test('a log is followed from where it was read to', async () => {
  const { feed, asked, settle, next } = feedOf([part('boot\n', 100), part('login:', 105)]);

  feed.open();
  await settle();
  await next();

  expect(asked).toEqual([undefined, 105]);
  expect(feed.state).toMatchObject({ lines: ['boot', 'login:'], skippedBytes: 100, isRead: true });
});

test('a large part is read in slices, with room for the page between them, and none of it is lost', async () => {
  const text = 'é\n'.repeat(400_000);
  const { feed, settle, next, isWaiting } = feedOf([part(text, 0)]);

  feed.open();
  await settle();
  const before = { ...feed.state, isWaiting: isWaiting() };
  await next();
  await next();

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
