import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { callHandler, fuzz, worlds } from '../support/fuzz.ts';
import { anyBody, anyHeaders, anyParamsOf, anyQuery, caseOf } from '../support/fuzzRequests.ts';
import { type Registered, registeredHandlers } from '../support/registeredHandlers.ts';

let people: readonly Registered[] = [];
let relays: readonly Registered[] = [];
const statuses = new Map<number, number>();

beforeAll(async () => {
  const all = await registeredHandlers();
  relays = all.filter(({ route }) => route.startsWith('relays/'));
  people = all.filter(({ route }) => !route.startsWith('relays/') && !route.startsWith('webpubsub/'));
});

const world = worlds();

async function call([registered, one]: readonly [Registered, Parameters<typeof callHandler>[1]]) {
  await world();
  const status = await callHandler(registered, one);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

const cases = (of: readonly Registered[], over: (one: Registered) => Parameters<typeof caseOf>[1]) =>
  fc.oneof(...of.map((one) => caseOf(one, over(one)).map((made) => [one, made] as const)));

test('no path makes the app fail', async () => {
  await fuzz(
    'paths',
    cases(people, (one) => ({ params: anyParamsOf(one) })),
    call,
  );
});

test('no query makes the app fail', async () => {
  const readers = people.filter(({ method }) => method === 'GET');
  await fuzz(
    'queries',
    cases(readers, () => ({ query: anyQuery })),
    call,
  );
});

test('no header makes the app fail', async () => {
  await fuzz(
    'headers',
    cases(people, () => ({ headers: anyHeaders })),
    call,
  );
});

test('no body makes the app fail', async () => {
  const writers = people.filter(({ method }) => method !== 'GET');
  await fuzz(
    'bodies',
    cases(writers, () => ({ body: anyBody })),
    call,
  );
});

test('nothing that a relay says makes the app fail', async () => {
  await fuzz(
    'relays',
    cases(relays, (one) => ({ params: anyParamsOf(one), body: anyBody })),
    call,
  );
});

test('the cases reach what is behind the first checks', () => {
  console.info('statuses', JSON.stringify(Object.fromEntries(statuses)));
  const some = [200, 400, 403, 404, 409];
  expect(some.filter((status) => (statuses.get(status) ?? 0) === 0)).toEqual([]);
});
