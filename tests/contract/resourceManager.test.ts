import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { alice, assignment, denyAssignment, role, subscription } from '../support/accessFacts.ts';
import { armReaderOf } from '../support/armReaderOf.ts';
import { send, startArmServer } from '../support/armServer.ts';

// What an adapter of Azure Resource Manager has to stand besides the promises of its port.

const seed = { roleAssignments: [assignment()], customRoles: [role([])] };
const path = `${subscription}/providers/Microsoft.Authorization/roleAssignments`;

let open = new AsyncDisposableStack();
afterEach(async () => {
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});
const start = async () => open.use(await startArmServer(seed));

const unavailable = { code: 'ResourceManagerUnavailable', status: 503 };

/** Answers the first calls by hand, the others as usual. */
function firstAnswers(...answers: ((response: ServerResponse) => void)[]) {
  return (_: unknown, response: ServerResponse): boolean => {
    const next = answers.shift();
    next?.(response);
    return next !== undefined;
  };
}
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void =>
    send(response, code, {}, headers);

describe('what is asked', () => {
  test('assignments are asked for by the person, with the first version that names conditions', async () => {
    const server = await start();

    await armReaderOf(server.url).roleAssignmentsOf([alice.toUpperCase(), 'a-group']);

    expect(server.asked).toEqual([`${path}?api-version=2022-04-01&$filter=assignedTo('${alice}')`]);
  });

  test('every subscription is asked, and what was made above two of them counts once', async () => {
    const server = await start();
    server.state.seed = { ...seed, roleAssignments: [assignment({ scope: '/' })] };
    const subscriptions = async () => [
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000002',
    ];

    const found = await armReaderOf(server.url, { subscriptions }).roleAssignments();

    expect(found).toEqual([assignment({ scope: '/' })]);
    expect(server.asked).toHaveLength(2);
  });

  test('a condition of another version is one that nobody can read', async () => {
    const server = await start();
    const body = (version: string) => ({
      value: [
        {
          id: 'x',
          name: 'x',
          properties: {
            roleDefinitionId: 'r',
            principalId: alice,
            principalType: 'ForeignGroup',
            scope: subscription,
            condition: 'true',
            conditionVersion: version,
          },
        },
      ],
    });
    server.state.fault = firstAnswers((response) => send(response, 200, body('3.0')));

    const [found] = await armReaderOf(server.url).roleAssignments();

    expect(found).toMatchObject({ principalType: 'Group', condition: '[version 3.0] true' });
  });
});

describe('answers that cannot be used', () => {
  test.each([
    ['not whole', '{"value":['],
    ['not a list', '{}'],
    ['without a scope', '{"value":[{"id":"x","name":"x","properties":{}}]}'],
    ['going on at another address', '{"value":[],"nextLink":"https://elsewhere.example/more"}'],
    ['going on at no address', '{"value":[],"nextLink":"http://"}'],
  ])('one that is %s is no answer', async (_name, body) => {
    const server = await start();
    server.state.fault = (_, response) => {
      send(response, 200, body);
      return true;
    };

    await expect(armReaderOf(server.url).roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
  });

  test('a list that does not end is no answer', async () => {
    const server = await start();
    server.state.fault = (request, response) => {
      send(response, 200, { value: [], nextLink: `${server.url}${request.url}` });
      return true;
    };

    await expect(armReaderOf(server.url).denyAssignments()).rejects.toMatchObject(unavailable);
    expect(server.asked).toHaveLength(500);
  });

  test('a token goes nowhere else: redirects are not followed', async () => {
    const [server, other] = [await start(), await start()];
    server.state.fault = firstAnswers(status(302, { location: `${other.url}${path}` }));

    await expect(armReaderOf(server.url).roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
    expect(other.asked).toEqual([]);
  });

  test('one that does not come in time is no answer', async () => {
    const server = await start();
    server.state.fault = () => true;

    const reading = armReaderOf(server.url, { timeoutMs: 50 }).roleAssignmentsOf([alice]);

    await expect(reading).rejects.toMatchObject({ ...unavailable, cause: { name: 'TimeoutError' } });
  });

  test.each([401, 403])('%i says who can mend it', async (code) => {
    const server = await start();
    server.state.fault = firstAnswers(status(code));

    await expect(armReaderOf(server.url).roleAssignmentsOf([alice])).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('Its identity needs Reader'),
    });
  });

  test('a token that cannot be had is an outage', async () => {
    const server = await start();
    const reader = armReaderOf(server.url, { token: 'line\nbreak' });

    await expect(reader.roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
    expect(server.asked).toEqual([]);
  });
});

describe('a service that is busy', () => {
  test.each([429, 503])('%i is tried again when the service says it may be', async (code) => {
    const server = await start();
    server.state.fault = firstAnswers(
      status(code, { 'retry-after': '1' }),
      status(code, { 'retry-after': '0' }),
    );
    const waits: number[] = [];
    const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);

    expect(await armReaderOf(server.url, { wait }).roleAssignmentsOf([alice])).toEqual([assignment()]);

    expect(waits).toEqual([1_000, 0]);
  });

  test('one that wants to be left alone is left alone for so long, and callers hear it at once', async () => {
    const server = await start();
    const clock = { now: 0 };
    server.state.fault = firstAnswers(status(429, { 'retry-after': '20' }));
    const reader = armReaderOf(server.url, { now: () => clock.now });

    await expect(reader.roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
    clock.now += 19_999;
    await expect(reader.denyAssignments()).rejects.toMatchObject(unavailable);
    expect(server.asked).toHaveLength(1);
    clock.now += 1;

    expect(await reader.roleAssignmentsOf([alice])).toEqual([assignment()]);
  });

  test('one that stays busy is not asked more than three times', async () => {
    const server = await start();
    server.state.fault = (_, response) => {
      send(response, 503, {}, { 'retry-after': '1' });
      return true;
    };

    await expect(armReaderOf(server.url).roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
    expect(server.asked).toHaveLength(3);
  });
});

describe('how old an answer may be', () => {
  const maxStaleMs = 60_000;

  test('a right that was taken away in Azure is gone after that time, at the latest', async () => {
    const server = await start();
    const clock = { now: 0 };
    const reader = armReaderOf(server.url, { now: () => clock.now, maxStaleMs });
    expect(await reader.roleAssignmentsOf([alice])).toEqual([assignment()]);

    server.state.seed = { ...seed, roleAssignments: [] };
    clock.now += maxStaleMs;

    expect(await reader.roleAssignmentsOf([alice])).toEqual([]);
  });

  test('with Azure down the last answers hold for that time, and then there are none: neither yes nor no', async () => {
    const server = await start();
    const clock = { now: 0 };
    const reader = armReaderOf(server.url, { now: () => clock.now, maxStaleMs });
    await reader.roleAssignmentsOf([alice]);
    await reader.denyAssignments();

    server.state.fault = (_, response) => {
      response.destroy();
      return true;
    };
    clock.now += maxStaleMs - 1;
    expect(await reader.roleAssignmentsOf([alice])).toEqual([assignment()]);
    expect(await reader.denyAssignments()).toEqual([]);
    clock.now += 1;

    await expect(reader.roleAssignmentsOf([alice])).rejects.toMatchObject(unavailable);
    await expect(reader.denyAssignments()).rejects.toMatchObject(unavailable);
  });

  test('a thousand who ask at once cost one call', async () => {
    const server = await start();
    const reader = armReaderOf(server.url);

    await Promise.all(Array.from({ length: 1_000 }, () => reader.roleAssignmentsOf([alice])));

    expect(server.asked).toHaveLength(1);
  });

  test('whoever knows of a change has it read at once, though not with every call', async () => {
    const server = await start();
    const reader = armReaderOf(server.url);
    await reader.denyAssignments();

    server.state.seed = { ...seed, denyAssignments: [denyAssignment()] };
    reader.refresh?.();
    expect(await reader.denyAssignments()).toEqual([denyAssignment()]);
    server.state.seed = seed;
    reader.refresh?.();

    expect(await reader.denyAssignments()).toEqual([denyAssignment()]);
  });
});
