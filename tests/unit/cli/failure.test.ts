import { expect, test } from 'vitest';
import { describeFailure, exitCodeOf, NotFoundError, SignInError, UsageError } from '../../../cli/failure.ts';
import { ApiError } from '../../../shared/client/apiError.ts';

const apiError = (status: number): ApiError => new ApiError('SomeCode', 'A sentence.', { status });

test.each([
  [new UsageError(''), 2],
  [new SignInError(''), 3],
  [apiError(401), 3],
  [apiError(403), 3],
  [new NotFoundError(''), 4],
  [apiError(404), 4],
  [apiError(409), 5],
  [apiError(423), 3],
  [apiError(429), 5],
  [apiError(503), 1],
  [apiError(0), 1],
  [new Error('anything'), 1],
])('%s is exit code %i', (thrown, code) => {
  expect(exitCodeOf(thrown)).toBe(code);
});

test('the sentence comes first, then code, target and request id', () => {
  const error = new ApiError('InvalidRequest', 'Say it otherwise.', {
    status: 400,
    target: 'keys',
    requestId: 'r1',
  });

  expect(describeFailure(error)).toBe(
    'Say it otherwise.\nCode: InvalidRequest, target: keys, request id: r1',
  );
  expect(describeFailure(new UsageError('Which one?'))).toBe('Which one?');
});

test('no sentence writes on the terminal', () => {
  expect(describeFailure(new Error('\x1b[2Jgone'))).toBe('\u{fffd}[2Jgone');
});
