import { expect, test } from 'vitest';
import { createInbox } from '../../../../../../infra/local/webPubSub/hub/inbox.ts';

test('an item that waits holds up the ones behind it, and a long queue stops the reader', async () => {
  const calls: string[] = [];
  const handled: number[] = [];
  let finish = (): void => undefined;
  const inbox = createInbox<number>(
    (item) => {
      handled.push(item);
      if (item !== 0) return undefined;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    { pause: () => calls.push('pause'), resume: () => calls.push('resume') },
  );

  for (let i = 0; i < 100; i++) inbox.push(i);
  expect([handled, calls]).toEqual([[0], ['pause']]);
  finish();
  await new Promise((resolve) => setImmediate(resolve));

  expect(handled).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(calls).toEqual(['pause', 'resume']);
});
