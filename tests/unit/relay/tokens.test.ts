import { expect, test } from 'vitest';
import type { Fetch } from '../../../relay/httpFetch.ts';
import { clientCredentialTokens } from '../../../relay/tokens.ts';
import { manualClock } from '../../support/manualClock.ts';

function createWorld(status = 200) {
  const clock = manualClock();
  const bodies: string[] = [];
  const fetchFake: Fetch = async (_url, { headers, body = '' }) => {
    bodies.push(`${headers['content-type']} ${body}`);
    return Response.json({ access_token: `token-${bodies.length}`, expires_in: 3_600 }, { status });
  };
  const tokens = clientCredentialTokens(
    { endpoint: 'http://idp/token', clientId: 'relay', clientSecret: 's&cret', scope: 'api://x/.default' },
    { fetch: fetchFake, now: clock.now },
  );
  return { clock, bodies, tokens };
}

test('a token is asked for once and kept until shortly before it expires', async () => {
  const { clock, bodies, tokens } = createWorld();

  expect([await tokens.get(), await tokens.get()]).toEqual(['token-1', 'token-1']);
  clock.advance(3_540_000);

  expect(await tokens.get()).toBe('token-2');
  expect(bodies[0]).toBe(
    'application/x-www-form-urlencoded grant_type=client_credentials&client_id=relay&client_secret=s%26cret&scope=api%3A%2F%2Fx%2F.default',
  );
});

test('a token that was refused is not used again', async () => {
  const { tokens } = createWorld();
  await tokens.get();

  tokens.forget();

  expect(await tokens.get()).toBe('token-2');
});

test('a refusal of the token endpoint rejects without its text', async () => {
  await expect(createWorld(400).tokens.get()).rejects.toThrow('The token endpoint answered 400.');
});
