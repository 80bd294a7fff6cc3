import { expect, test } from 'vitest';
import { SignInError } from '../../../../cli/failure.ts';
import { createTokenSource } from '../../../../cli/signIn/createTokenSource.ts';

const localUser = {
  kind: 'localUser',
  issuer: 'http://localhost:7075',
  username: 'ops@contoso.example',
} as const;

test('a token of the local stack is kept for a minute', async () => {
  let nowMs = 0;
  let requests = 0;
  const token = createTokenSource(localUser, {
    now: () => nowMs,
    fetch: async () => Response.json({ access_token: `token-${(requests += 1)}` }),
  });

  const first = [await token(), await token()];
  nowMs = 60_000;

  expect([...first, await token()]).toEqual(['token-1', 'token-1', 'token-2']);
});

test('a provider that does not know the user says so', async () => {
  const answer = { error: 'invalid_grant', error_description: 'There is no such user.' };
  const token = createTokenSource(localUser, { now: () => 0, fetch: async () => Response.json(answer) });

  await expect(token()).rejects.toThrow(new SignInError('There is no such user.'));
});

test('a token file that is not there is told by name', async () => {
  const token = createTokenSource({ kind: 'tokenFile', path: '/nowhere/token' }, { now: () => 0, fetch });

  await expect(token()).rejects.toThrow(SignInError);
});
