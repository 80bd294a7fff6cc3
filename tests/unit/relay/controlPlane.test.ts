import { expect, test } from 'vitest';
import { createControlPlane, isLeaseGone } from '../../../relay/controlPlane.ts';
import { Lease } from '../../../relay/lease/lease.ts';

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof URL ? value.href : '-';

function createWorld(...answers: { status: number; body?: unknown; code?: string }[]) {
  const calls: string[] = [];
  const claims: (string | null)[] = [];
  const clock = { now: 1_000 };
  const lease = new Lease({
    now: () => clock.now,
    monotonicMs: () => clock.now,
    holder: 'folder',
    process: 'me',
  });
  let generation = 1;
  const fetchFake: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    calls.push(`${init?.method} ${textOf(input)} ${headers.get('authorization')} ${textOf(init?.body)}`);
    claims.push(headers.get('sallyport-lease'));
    clock.now += 100; // on the way
    const { status, body, code } = answers.shift() ?? { status: 500 };
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: code === undefined ? {} : { 'x-ms-error-code': code },
    });
  };
  const tokens = { get: async () => `token-${generation}`, forget: () => void (generation += 1) };
  const controlPlane = createControlPlane({
    api: 'http://api/',
    relayId: 'relay-01',
    tokens,
    lease,
    fetch: fetchFake,
  });
  return { controlPlane, calls, claims, clock, lease };
}

test('connecting asks for ports, sessions and a client URL', async () => {
  const body = { connectionString: 'wss://x', ports: [], sessions: [] };
  const { controlPlane, calls } = createWorld({ status: 200, body });

  expect(await controlPlane.connect()).toEqual(body);

  expect(calls).toEqual(['POST http://api/relays/relay-01/connect?api-version=2026-11-01 Bearer token-1 -']);
});

test('a heartbeat says what is true and answers what should be', async () => {
  const body = { sessions: [], lease: { fence: 7, forMs: 40_000 } };
  const { controlPlane, calls } = createWorld({ status: 200, body });
  const beat = { connectionId: null, ports: [], sessions: [] };

  expect(await controlPlane.heartbeat(beat)).toEqual(body);

  expect(calls).toEqual([
    `PUT http://api/relays/relay-01/heartbeat?api-version=2026-11-01 Bearer token-1 ${JSON.stringify(beat)}`,
  ]);
});

test('an operation is answered under its own id', async () => {
  const { controlPlane, calls } = createWorld({ status: 204 });

  await controlPlane.answer('a/b', { sessions: [] });

  expect(calls[0]).toContain('/relays/relay-01/operations/a%2Fb?');
});

test('a token that is refused is replaced, once', async () => {
  const { controlPlane, calls } = createWorld({ status: 401 }, { status: 401 });

  await expect(controlPlane.connect()).rejects.toMatchObject({ status: 401 });

  expect(calls.map((call) => call.split(' ')[3])).toEqual(['token-1', 'token-2']);
});

test('anything but success rejects with the status, and a malformed answer too', async () => {
  const { controlPlane } = createWorld({ status: 503 }, { status: 200, body: { ports: 'none' } });

  await expect(controlPlane.connect()).rejects.toMatchObject({ name: 'ControlPlaneFault', status: 503 });
  await expect(controlPlane.connect()).rejects.toMatchObject({ name: 'ZodError' });
});

test('every call is made with the lease, which lasts from when it was asked for', async () => {
  const grant = { fence: 7, forMs: 1_000 };
  const { controlPlane, calls, claims, clock, lease } = createWorld(
    { status: 200, body: grant },
    { status: 204 },
    { status: 200, body: { sessions: [], lease: { ...grant, forMs: 2_000 } } },
  );

  await controlPlane.takeLease();
  clock.now = 1_999;
  const [isHeldAtEnd] = [lease.isHeld, (clock.now = 2_000)];
  const isHeldAfter = lease.isHeld;
  await controlPlane.answer('a', { sessions: [] });
  await controlPlane.heartbeat({ connectionId: null, ports: [], sessions: [] });

  expect(calls[0]?.split(' ')).toContain('{"holder":"folder","process":"me"}');
  expect(claims).toEqual([null, 'me.7', 'me.7']);
  expect([isHeldAtEnd, isHeldAfter, lease.isHeld]).toEqual([true, false, true]);
  clock.now = 2_100 + 2_000;
  expect(lease.isHeld).toBe(false);
});

test('only a lease that another process has ends a relay', async () => {
  const { controlPlane } = createWorld(
    { status: 409, code: 'RelayLeaseHeld' },
    { status: 409, code: 'RelayLeaseLost' },
    { status: 409, code: 'OperationPreempted' },
    { status: 503 },
  );

  const faults = [];
  for (let call = 0; call < 4; call += 1) faults.push(await controlPlane.takeLease().catch((fault) => fault));

  expect(faults.map(isLeaseGone)).toEqual([true, true, false, false]);
});
