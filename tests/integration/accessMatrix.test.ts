import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessRule } from '../../functions/http/route.ts';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { type ErrorCode, errorCatalog } from '../../shared/contracts/errors.ts';
import { expectedAccess } from '../support/accessMatrix.ts';
import { type ControlPlane, hubAccessKey, startControlPlane } from '../support/controlPlane.ts';
import { ownSubscription as own, type RouteCall, routeCalls } from '../support/routeCalls.ts';
import { createTokenIssuer, userClaims } from '../support/tokenIssuer.ts';

// Every route that is registered, asked by everybody of the fleet, in the own subscription and in one where there are
// machines and nobody has a right. tests/support/accessMatrix.ts says what is expected.

const other = '00000000-0000-4000-8000-0000000000ff';
const relay = '30000000-0000-4000-8000-000000000001';
const otherRelay = '30000000-0000-4000-8000-000000000002';
const { fleet, users } = readFleetFile();
const people = users.map(({ upn }) => upn.split('@')[0] ?? '');

type ApiAnswer = Awaited<ReturnType<ControlPlane['send']>>;
let plane: ControlPlane;
let calls: readonly RouteCall[];
let forged: string;

beforeAll(async () => {
  const moved = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(own, other)) as T;
  plane = await startControlPlane({
    targets: [...fleet.targets, ...moved(fleet.targets)],
    bastions: [...fleet.bastions, ...moved(fleet.bastions)],
    storageAccounts: [...fleet.storageAccounts, ...moved(fleet.storageAccounts)],
    relays: [...fleet.relays, { relayId: 'relay-02', principalId: otherRelay }],
  });
  forged = await (await createTokenIssuer()).sign(userClaims);
  const { routes } = await import('../../functions/http/route.ts');
  calls = routeCalls(routes.values());
});
afterAll(() => plane?.[Symbol.asyncDispose]());

/** `200`, or the code of a refusal, which must have its status. */
function outcomeOf({ status, code }: ApiAnswer): string {
  if (code === undefined) return String(status);
  expect(status).toBe(errorCatalog[code as ErrorCode].status);
  return code;
}

const askAs = async (who: string, { method, path, body }: RouteCall): Promise<string> => {
  const relays: Readonly<Record<string, string>> = { relay, otherRelay };
  const principalId = relays[who];
  return outcomeOf(
    principalId === undefined
      ? await plane.as(who, method, path, { body })
      : await plane.asRelay(principalId, method, path, body),
  );
};

/** `200 owner ops | ResourceNotFound reader`: whoever is not named is refused as somebody without the right. */
async function rowOf(call: RouteCall): Promise<string> {
  const named = new Map<string, string[]>();
  for (const [who, outcome] of await answersTo(call, [...people, 'relay', 'otherRelay'])) {
    if (outcome !== 'AuthorizationFailed') named.set(outcome, [...(named.get(outcome) ?? []), who]);
  }
  return [...named].map(([outcome, who]) => `${outcome} ${who.join(' ')}`).join(' | ');
}

/** One after the other where the first might change what the next is answered. */
async function answersTo(call: RouteCall, everybody: readonly string[]) {
  const ask = async (who: string) => [who, await askAs(who, call)] as const;
  if (call.method === 'GET') return await Promise.all(everybody.map(ask));
  const answers: (readonly [string, string])[] = [];
  for (const who of everybody) answers.push(await ask(who));
  return answers;
}

/** What the row says of one: everybody who is not named has not the right. */
const outcomeFor = (who: string, row: string): string =>
  row
    .split(' | ')
    .map((part) => part.split(' '))
    .find(([, ...named]) => named.includes(who))?.[0] ?? 'AuthorizationFailed';

const inSubscriptions = (): readonly RouteCall[] => calls.filter(({ path }) => path.includes(own));
const ofRule = (rule: AccessRule): readonly RouteCall[] => calls.filter((call) => call.access === rule);

/** A second try would find what the first one changed. */
const once = { retry: 0, timeout: 300_000 };

test('A3a A16 every route answers everybody as the table says', once, async () => {
  const actual: Record<string, string> = {};
  for (const call of calls) actual[call.key] = await rowOf(call);

  expect(actual).toEqual(expectedAccess);
});

test(
  'A15a A16 where nobody has a right, everybody is answered as the outsider is at home',
  once,
  async () => {
    const unexpected: string[] = [];
    for (const call of inSubscriptions()) {
      const moved: RouteCall = {
        ...call,
        path: call.path.replaceAll(own, other),
        body: call.body && JSON.parse(JSON.stringify(call.body).replaceAll(own, other)),
      };
      const expected = outcomeFor('outsider', expectedAccess[call.key] ?? '');
      for (const [who, outcome] of await answersTo(moved, people)) {
        if (outcome !== expected) unexpected.push(`${who} ${moved.method} ${moved.path}: ${outcome}`);
      }
    }

    expect(unexpected).toEqual([]);
  },
);

describe('whoever says nothing, or not the truth, about who it is', () => {
  const connectionId = 'a-connection';
  const signed = {
    'ce-connectionid': connectionId,
    'ce-signature': `sha256=${createHmac('sha256', hubAccessKey).update(connectionId).digest('hex')}`,
  };
  const asked = async (headers: Record<string, string>, of: readonly RouteCall[]) => {
    const outcomes = new Set<string>();
    for (const { method, path, body } of of)
      outcomes.add(outcomeOf(await plane.send(method, path, { body, headers })));
    return [...outcomes];
  };
  const closed = () => [...ofRule('signedIn'), ...ofRule('right'), ...ofRule('relay')];
  const hubEvents = () => ofRule('signature').filter(({ method }) => method === 'POST');

  test.each([
    ['no token', () => ({})],
    ['a token of another signer', () => ({ authorization: `Bearer ${forged}` })],
    ['a sign-in of App Service, by hand', () => ({ 'x-ms-client-principal': btoa('{"auth_typ":"aad"}') })],
    ['the signature of Web PubSub', () => signed],
  ])('A3a A9 A15b %s opens no route but the public ones', async (_name, headers) => {
    expect(await asked(headers(), closed())).toEqual(['AuthenticationFailed']);
    expect(await asked(headers(), ofRule('public'))).toEqual(['200']);
  });

  test('A36 A15b only the signature opens the events of Web PubSub', async () => {
    expect(await asked({}, hubEvents())).toEqual(['AuthenticationFailed']);
    expect(await asked({ authorization: `Bearer ${forged}` }, hubEvents())).toEqual(['AuthenticationFailed']);
    expect(await asked(signed, hubEvents())).toEqual(['204']);
  });
});
