import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCallerReader } from '../../../../functions/http/caller.ts';
import {
  bearer,
  callerOptions,
  createTokenIssuer,
  issuer,
  now,
  userClaims,
} from '../../../support/tokenIssuer.ts';

// jose reads the clock itself: only its date is moved, nothing waits.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }));
afterEach(() => void vi.useRealTimers());

const secondsLater = (seconds: number): void => void vi.setSystemTime(now + seconds * 1_000);

async function open() {
  const provider = await createTokenIssuer();
  const readCaller = createCallerReader({ ...callerOptions, now: Date.now, fetch: provider.fetch });
  const isAccepted = (token: string): Promise<boolean> =>
    readCaller(bearer(token)).then(
      () => true,
      () => false,
    );
  return { provider, isAccepted };
}

test('A8a a thousand tokens with made-up key ids cost one fetch per half minute, and good ones none', async () => {
  const { provider, isAccepted } = await open();
  const good = await provider.sign(userClaims);
  const signature = good.slice(good.lastIndexOf('.'));
  const madeUp = (index: number): string => {
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `made-up-${index}` }));
    return `${header.toString('base64url')}.${good.split('.')[1]}${signature}`;
  };
  const storm = async (from: number): Promise<void> => {
    const tokens = Array.from({ length: 1_000 }, (_, index) => madeUp(from + index));
    const accepted = await Promise.all(tokens.map(isAccepted));
    expect(accepted.filter(Boolean)).toEqual([]);
  };

  await storm(0);
  expect(await isAccepted(good)).toBe(true);
  expect(provider.fetched).toHaveLength(1);

  secondsLater(31);
  await storm(1_000);
  expect(await isAccepted(good)).toBe(true);
  expect(provider.fetched).toHaveLength(2);
});

test('A8a a key that is new is accepted half a minute after the last fetch, without a restart', async () => {
  const { provider, isAccepted } = await open();
  const next = await createTokenIssuer('RS256', 'key-2');
  expect(await isAccepted(await provider.sign(userClaims))).toBe(true);
  provider.answer = async () => Response.json({ keys: [provider.publicJwk, next.publicJwk] });

  const early = await isAccepted(await next.sign(userClaims));
  secondsLater(31);
  const late = await isAccepted(await next.sign(userClaims));

  expect([early, late]).toEqual([false, true]);
  expect(provider.fetched).toHaveLength(2);
});

test('A8a a key that was withdrawn is refused once the key set is ten minutes old', async () => {
  const { provider, isAccepted } = await open();
  const token = await provider.sign(userClaims);
  expect(await isAccepted(token)).toBe(true);
  provider.answer = async () => Response.json({ keys: [] });

  secondsLater(601);

  expect(await isAccepted(token)).toBe(false);
});

test('A8b a key that the key set has for another tenant signs nothing here', async () => {
  const { provider, isAccepted } = await open();
  const foreign = { ...provider.publicJwk, issuer: issuer.replace('01/v2.0', '02/v2.0') };
  provider.answer = async () => Response.json({ keys: [foreign] });

  expect(await isAccepted(await provider.sign(userClaims))).toBe(false);
});
