import fc from 'fast-check';
import { anyText, type Case } from './fuzz.ts';
import type { Registered } from './registeredHandlers.ts';

const sub = '00000000-0000-4000-8000-000000000001';
const group = `/subscriptions/${sub}/resourceGroups/rg-hub`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;

/** What is in the place of each parameter of a path when it is right. */
const right: Readonly<Record<string, readonly string[]>> = {
  subscriptionId: [sub],
  resourceGroup: ['rg-hub', 'RG-HUB'],
  bastionName: ['bastion-hub'],
  vmName: ['vm-web-01', 'vm-db-01', 'vm-win-01'],
  scaleSetName: ['vmss-app', 'vmss-app%2FvirtualMachines%2F0'],
  instanceId: ['0', '1'],
  relayId: ['relay-01'],
  port: ['0'],
  service: ['default'],
  policyName: ['default'],
  namespace: ['Microsoft.Compute'],
  type: ['virtualMachines'],
  name: ['vm-web-01'],
  hub: ['console', 'portal'],
};

const oftenRight = (key: string): fc.Arbitrary<string> => {
  const known = right[key];
  if (known === undefined) return fc.oneof(anyText, fc.uuid());
  return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: anyText });
};

/** Parameters of a route: nearly always right, so that what is behind them is reached. */
const paramsOf = ({ names }: Registered): fc.Arbitrary<Record<string, string>> =>
  fc.record(Object.fromEntries(names.map((name) => [name, oftenRight(name)])));

/** Parameters of a route as nobody ever wrote them. */
export const anyParamsOf = ({ names }: Registered): fc.Arbitrary<Record<string, string>> =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(anyText, oftenRight(name))])));

const filterWords = [
  'userName',
  'protocol',
  'startTime',
  'durationInSeconds',
  'eq',
  'ne',
  'gt',
  'and',
  'or',
  'not',
  '(',
  ')',
  'contains(',
  'startswith(',
  ',',
  "'alice'",
  "'",
  '30',
  '2026-01-01T00:00:00Z',
  'true',
  'null',
  '[',
  '-',
  '"',
];
const filter = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...filterWords) }, { weight: 1, arbitrary: anyText }),
    {
      maxLength: 30,
    },
  )
  .map((words) => words.join(' '));

const queryNames = [
  '$filter',
  '$top',
  '$skipToken',
  '$expand',
  'state',
  'startTime',
  'endTime',
  'event',
  'skipShutdown',
  'sasUriExpirationTimeInMinutes',
  'fromChunk',
  'sessionId',
  'userName',
  '$FILTER',
];

export const anyQuery: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...queryNames) }, { weight: 1, arbitrary: anyText }),
      fc.oneof(
        filter,
        anyText,
        fc.integer().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      {
        maxKeys: 4,
      },
    ),
    fc.oneof({ weight: 9, arbitrary: fc.constant('2026-11-01') }, { weight: 1, arbitrary: anyText }),
  )
  .map(([query, version]) => ({ 'api-version': version, ...query }));

const anyValue = fc.oneof(
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(
    'operator',
    'observer',
    'SSH',
    'running',
    'enabled',
    'Succeeded',
    'Failed',
    vm,
    '*',
    'bcs',
    'default',
  ),
  fc.constantFrom<unknown>([], {}, [[]], [null], { __proto__: null }),
);

/** Every member that any request of the API has, with a value that may be of any other. */
const members = [
  'mode',
  'takeOver',
  'resumeOffset',
  'sessionId',
  'record',
  'language',
  'targetResourceId',
  'protocol',
  'sessionIds',
  'reason',
  'properties',
  'actions',
  'principalId',
  'instanceIds',
  'keys',
  'connectionId',
  'ports',
  'sessions',
  'time',
  'recordingKey',
  'holder',
  'process',
  'hostKey',
  'message',
  'status',
  'error',
  'outcome',
  'idleTimeoutInMinutes',
  'maxSessions',
  'roleDefinitionId',
  'scope',
  'condition',
  'state',
  'headers',
  'claims',
  'query',
  'offset',
  'kind',
  '__proto__',
  'constructor',
];

const someMembers = fc.dictionary(fc.constantFrom(...members), anyValue, { maxKeys: 6 });

/** Nearly right bodies: real requests, of which one member or another is not what it was. */
const seeds: readonly object[] = [
  {},
  { mode: 'observer' },
  { mode: 'operator', takeOver: true, language: 'de' },
  { targetResourceId: vm, protocol: 'SSH' },
  { sessionIds: ['zzzzzzzzz-0000000000000000-000000000000'], reason: 'because' },
  { actions: ['Microsoft.Compute/virtualMachines/read'] },
  { keys: 'b' },
  { instanceIds: ['0'] },
  { properties: { state: 'disabled' } },
  { properties: { idleTimeoutInMinutes: 5, maxSessions: 3 } },
  {
    properties: {
      roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
      principalId: sub,
      principalType: 'User',
    },
  },
  { connectionId: 'r1', ports: [{ portId: 'p1', power: 'running', endOffset: 5 }], sessions: [] },
  { sessions: [{ sessionId: 'x', lastActivityTime: '2026-11-01T12:00:00Z' }] },
  { status: 'Succeeded', output: 'fine' },
  { status: 'Failed', error: { code: 'HypervisorUnavailable', message: 'no' } },
  { holder: sub, process: sub },
  { hostKey: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x' } },
  { reason: 'GuestGone', message: 'gone' },
  { outcome: 'LoggedOut' },
];

const mended = fc.tuple(fc.constantFrom(...seeds), someMembers).map(([seed, over]) => ({ ...seed, ...over }));

export const anyBody: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...seeds).map((seed) => JSON.stringify(seed)) },
  { weight: 6, arbitrary: mended.map((body) => JSON.stringify(body)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 6 }) },
  { weight: 2, arbitrary: anyText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '{"a":', '"', '1e'), fc.integer({ min: 1, max: 3_000 }))
      .map(([text, count]) => text.repeat(count)),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const headerNames = [
  'authorization',
  'accept-language',
  'if-match',
  'if-none-match',
  'x-ms-client-request-id',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'host',
  'origin',
  'prefer',
  'content-type',
  'content-length',
  'transfer-encoding',
  'sallyport-lease',
  'x-ms-client-principal',
  'x-ms-client-principal-id',
  'user-agent',
  'cookie',
  'x-http-method-override',
  'ce-type',
  'ce-signature',
  'ce-connectionid',
  'ce-userid',
  'ce-hub',
  'webhook-request-origin',
];
/** What a socket lets through: visible Latin-1. Anything else is refused by the host. */
const headerText = anyText.map((text) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '').trim());

export const anyHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(...headerNames),
  fc.oneof(headerText, fc.ipV4(), fc.integer().map(String), fc.base64String({ maxLength: 60 })),
  { maxKeys: 6 },
);

const callers = fc.oneof(
  { weight: 9, arbitrary: fc.constant('owner') },
  { weight: 1, arbitrary: fc.constantFrom('ops', 'vmops', 'reader', 'outsider') },
);

/** A case of a route: what is not fuzzed is right. */
export const caseOf = (
  registered: Registered,
  over: { readonly [part in keyof Case]?: fc.Arbitrary<Case[part]> },
): fc.Arbitrary<Case> => {
  const isRelay = registered.route.startsWith('relays/');
  const authorization = isRelay ? fc.constant('relay-01') : callers;
  const own = authorization.map((name) => ({
    authorization: name,
    ...(isRelay ? { 'sallyport-lease': 'process.1' } : {}),
  }));
  return fc
    .tuple(
      over.params ?? paramsOf(registered),
      over.query ?? fc.constant({ 'api-version': '2026-11-01' }),
      fc.tuple(own, over.headers ?? fc.constant({})).map(([mine, theirs]) => ({ ...theirs, ...mine })),
      over.body ?? fc.constant(undefined),
    )
    .map(([params, query, headers, body]) => ({ params, query, headers, body }));
};
