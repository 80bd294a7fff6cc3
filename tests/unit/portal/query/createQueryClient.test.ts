import { expect, test } from 'vitest';
import { createQueryClient } from '../../../../portal/query/createQueryClient.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';

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
