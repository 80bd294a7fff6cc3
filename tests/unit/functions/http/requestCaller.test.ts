import { expect, test } from 'vitest';
import { createRequestCaller } from '../../../../functions/http/requestCaller.ts';
import { SallyportError } from '../../../../shared/contracts/errors.ts';
import { aCaller } from '../../../support/sessionFacts.ts';

const byToken = aCaller({ userName: 'by token' });
const byHeader = aCaller({ userName: 'by header' });
const token = async (headers: { get(name: string): string | null }) => {
  if (headers.get('authorization') === 'Bearer good') return byToken;
  throw new SallyportError('AuthenticationFailed', 'No token.');
};
const appService = async () => byHeader;
const request = (headers: Record<string, string>) => ({ method: 'GET', headers: new Headers(headers) });
const principal = { 'x-ms-client-principal': 'anything' };

test('A9 in the default configuration the header is as if it were not there', async () => {
  const readCaller = createRequestCaller({ token });

  await expect(readCaller(request(principal))).rejects.toMatchObject({ code: 'AuthenticationFailed' });
  expect(await readCaller(request({ ...principal, authorization: 'Bearer good' }))).toBe(byToken);
});

test('where it is configured, the header counts of who brings no token', async () => {
  const readCaller = createRequestCaller({ token, appService });

  expect(await readCaller(request(principal))).toBe(byHeader);
  expect(await readCaller(request({ ...principal, authorization: 'Bearer good' }))).toBe(byToken);
  await expect(readCaller(request({}))).rejects.toMatchObject({ code: 'AuthenticationFailed' });
});

test('A9 a token that is not valid is not made good by the header', async () => {
  const readCaller = createRequestCaller({ token, appService });

  await expect(readCaller(request({ ...principal, authorization: 'Bearer bad' }))).rejects.toMatchObject({
    code: 'AuthenticationFailed',
  });
});
