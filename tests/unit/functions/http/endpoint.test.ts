import { InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { type Answer, endpoint } from '../../../../functions/http/endpoint.ts';
import { SallyportError } from '../../../../shared/contracts/errors.ts';
import { httpRequest } from '../../../support/httpRequest.ts';

async function answer(handle: () => Promise<Answer>) {
  const lines: string[] = [];
  const context = new InvocationContext({
    invocationId: 'id-1',
    logHandler: (level, ...args: unknown[]) => lines.push(`${level} ${String(args[0])}`),
  });
  return { response: (await endpoint(handle)(httpRequest(), context)) as Answer, lines };
}
const failing = (thrown: unknown) => answer(() => Promise.reject(thrown));

test('an answer gets the request id and is not stored, and keeps its own headers', async () => {
  const { response } = await answer(async () => ({ status: 201, headers: { 'x-own': '1' } }));

  expect(response).toMatchObject({
    status: 201,
    headers: { 'x-ms-request-id': 'id-1', 'cache-control': 'no-store', 'x-own': '1' },
  });
});

test('whatever comes of a call says that it is data, for nobody to frame, guess, keep or pass on', async () => {
  const answers = [
    await answer(async () => ({ status: 202 })),
    await failing(new SallyportError('ResourceNotFound', 'Not here.')),
    await failing(new Error('ours')),
  ];

  for (const { response } of answers) {
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      vary: 'Origin',
      'x-content-type-options': 'nosniff',
    });
  }
});

test('an error is its status, ARM body and code', async () => {
  const { response, lines } = await failing(
    new SallyportError('SessionNotFound', 'Not here.', { target: 'x' }),
  );

  expect(response).toMatchObject({
    status: 404,
    jsonBody: { error: { code: 'SessionNotFound', message: 'Not here.', target: 'x' } },
    headers: {
      'x-ms-request-id': 'id-1',
      'cache-control': 'no-store',
      'x-ms-error-code': 'SessionNotFound',
    },
  });
  expect(lines).toEqual(['warning SessionNotFound: Not here.']);
});

test('who must sign in, or wait, is told so in a header', async () => {
  const { response: unauthorized } = await failing(new SallyportError('AuthenticationFailed', 'Sign in.'));
  const { response: unavailable } = await failing(new SallyportError('StorageUnavailable', 'Wait.'));

  expect(unauthorized.headers).toMatchObject({ 'www-authenticate': 'Bearer' });
  expect(unavailable.headers).toMatchObject({ 'retry-after': '2' });
});

test.each([new Error('AccessKey=secret'), 'secret', null, { secret: 1 }])(
  'A11 %j keeps its text to itself',
  async (thrown) => {
    const { response, lines } = await failing(thrown);

    expect(response).toMatchObject({ status: 500, jsonBody: { error: { code: 'InternalError' } } });
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(lines[0]).toMatch(/^error InternalError/);
  },
);

test('A24b a line break in a name from the request is not a line break in the log', async () => {
  const name = 'vm\r\nerror InternalError: forged\u2028\u001b[2J';

  const { response, lines } = await failing(new SallyportError('ResourceNotFound', `'${name}' is not here.`));

  expect(lines[0]).toBe(
    "warning ResourceNotFound: 'vm%0D%0Aerror InternalError: forged%E2%80%A8%1B[2J' is not here.",
  );
  expect(response.jsonBody).toMatchObject({ error: { message: `'${name}' is not here.` } });
});

test('of what is behind a refusal the log has the kind, not the text', async () => {
  const expired = Object.assign(new Error('secret'), { code: 'ERR_JWT_EXPIRED' });
  const { lines: token } = await failing(
    new SallyportError('AuthenticationFailed', 'No.', { cause: expired }),
  );
  const cause = new SyntaxError('secret');
  const { lines: body } = await failing(new SallyportError('InvalidRequest', 'No.', { cause }));

  expect([...token, ...body]).toEqual([
    'warning AuthenticationFailed: No. (ERR_JWT_EXPIRED)',
    'warning InvalidRequest: No. (SyntaxError)',
  ]);
});
