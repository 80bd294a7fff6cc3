import { expect, test } from 'vitest';
import { createControlPlane } from '../../../relay/controlPlane.ts';

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof URL ? value.href : '-';

function createWorld(...answers: { status: number; body?: unknown }[]) {
  const calls: string[] = [];
  let generation = 1;
  const fetchFake: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    calls.push(`${init?.method} ${textOf(input)} ${headers.get('authorization')} ${textOf(init?.body)}`);
    const { status, body } = answers.shift() ?? { status: 500 };
    return new Response(body === undefined ? null : JSON.stringify(body), { status });
  };
  const tokens = { get: async () => `token-${generation}`, forget: () => void (generation += 1) };
  const controlPlane = createControlPlane({
    api: 'http://api/',
    relayId: 'relay-01',
    tokens,
    fetch: fetchFake,
  });
  return { controlPlane, calls };
}

test('connecting asks for ports, sessions and a client URL', async () => {
  const body = { connectionString: 'wss://x', ports: [], sessions: [] };
  const { controlPlane, calls } = createWorld({ status: 200, body });

  expect(await controlPlane.connect()).toEqual(body);

  expect(calls).toEqual(['POST http://api/relays/relay-01/connect?api-version=2026-11-01 Bearer token-1 -']);
});

test('a heartbeat says what is true and answers what should be', async () => {
  const { controlPlane, calls } = createWorld({ status: 200, body: { sessions: [] } });
  const beat = { connectionId: null, ports: [], sessions: [] };

  expect(await controlPlane.heartbeat(beat)).toEqual({ sessions: [] });

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
