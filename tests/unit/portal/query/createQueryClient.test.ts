import { notifyManager, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueryClient } from '../../../../portal/query/createQueryClient.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { eventually } from '../../../support/eventually.ts';

/** How often a question is put that always fails like this. */
async function asked(error: unknown): Promise<number> {
  let count = 0;
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retryDelay: 0 } });
  const failing = client.fetchQuery({
    queryKey: ['x'],
    queryFn: () => {
      count += 1;
      throw error as Error;
    },
  });
  await expect(failing).rejects.toBe(error);
  client.clear();
  return count;
}

test('what may pass is tried thrice', async () => {
  expect(await asked(new ApiError('StorageUnavailable', 'Later.', { status: 503 }))).toBe(3);
  expect(await asked(new ApiError('NetworkError', 'No answer.', { status: 0 }))).toBe(3);
});

test('what will not pass, and what is our own fault, is not tried again', async () => {
  expect(await asked(new ApiError('AuthorizationFailed', 'No.', { status: 403 }))).toBe(1);
  expect(await asked(new TypeError('x is undefined'))).toBe(1);
});

test('what failed and may pass is asked again by itself, so that its page comes back', () => {
  const { refetchInterval } = createQueryClient().getDefaultOptions().queries ?? {};
  const after = (error: unknown): unknown =>
    typeof refetchInterval === 'function' && refetchInterval({ state: { error } } as never);

  expect(after(new ApiError('NetworkError', 'No answer.', { status: 0 }))).toBe(15_000);
  expect(after(new ApiError('AuthorizationFailed', 'No.', { status: 403 }))).toBe(false);
  expect(after(null)).toBe(false);
});

test('a page that never had data stays with its error while it is asked again, until there is an answer', async () => {
  const client = createQueryClient();
  const answers: { resolve: (value: string) => void; reject: (error: unknown) => void }[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['page'],
    queryFn: () => new Promise<string>((resolve, reject) => answers.push({ resolve, reject })),
    retry: false,
    refetchInterval: false,
  });
  const seen: string[] = [];
  // As React listens: once all that one event brings about is done.
  const stop = observer.subscribe(
    notifyManager.batchCalls(() => seen.push(observer.getCurrentResult().status)),
  );
  const refused = new ApiError('NetworkError', 'Down.', { status: 0 });
  answers.at(-1)?.reject(refused);
  await eventually(() => observer.getCurrentResult().error === refused);
  seen.length = 0;

  const again = observer.refetch();
  await eventually(() => observer.getCurrentResult().isFetching);
  expect(observer.getCurrentResult()).toMatchObject({ status: 'error', error: refused, isPending: false });
  answers.at(-1)?.resolve('here');
  await again;
  await eventually(() => seen.includes('success'));

  expect(observer.getCurrentResult()).toMatchObject({ status: 'success', data: 'here', error: null });
  expect(seen).not.toContain('pending');
  stop();
});
