import { expect, test } from 'vitest';
import { createControlPlane } from '../../../../relay/controlPlane.ts';
import { awaitTurn } from '../../../../relay/lease/awaitTurn.ts';
import { Lease } from '../../../../relay/lease/lease.ts';
import { silentLog } from '../../../support/silentLog.ts';

function createWorld(answers: (number | 'gone')[]) {
  const lease = new Lease({ now: () => 0, monotonicMs: () => 0, holder: 'folder', process: 'me' });
  const fetchFake: typeof fetch = async () => {
    const answer = answers.shift();
    if (answer === 'gone') throw new TypeError('fetch failed');
    const headers = answer === 409 ? { 'x-ms-error-code': 'RelayLeaseHeld' } : {};
    const body = answer === 200 ? JSON.stringify({ fence: 7, forMs: 1_000 }) : null;
    return new Response(body, { status: answer ?? 500, headers });
  };
  const tokens = { get: async () => 'token', forget: () => undefined };
  const controlPlane = createControlPlane({
    api: 'http://api',
    relayId: 'relay-01',
    tokens,
    lease,
    fetch: fetchFake,
  });
  const wait = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return { lease, answers, wait: () => awaitTurn({ controlPlane, wait, log: silentLog }) };
}

test('a relay that may not be it stands by, also while nobody can be asked, until it may', async () => {
  const { lease, answers, wait } = createWorld([409, 409, 'gone', 503, 200, 409]);

  await wait();

  expect([answers, lease.isHeld, lease.fence]).toEqual([[409], true, 7]);
});

test('a relay that nobody answers reads its ports without a lease', async () => {
  const { lease, wait } = createWorld(['gone']);

  await wait();

  expect(lease.isHeld).toBe(false);
});
