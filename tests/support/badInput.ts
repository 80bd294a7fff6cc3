import { bastionPath, serialPortPath, vmPath } from './localStack.ts';

export type BadInput = {
  readonly method: string;
  /** As sent; `?v` stands for a good api-version. */
  readonly path: string;
  readonly body?: string | Buffer;
  readonly isChunked?: true;
  /** Status, code and target. What has no route is answered by the host, without a body. */
  readonly answer: string;
};

const connect = `${serialPortPath('vm-web-01')}/connect`;
const sessions = `${bastionPath}/sessions`;
const disconnect = `${bastionPath}/disconnectActiveSessions`;
const bootLog = `${vmPath('vm-web-01')}/retrieveBootDiagnosticsData`;
const checkAccess = `${vmPath('vm-web-01')}/providers/Microsoft.Authorization/checkAccess`;
const long = 'x'.repeat(2_000);

const post = (path: string, body: unknown, answer: string): BadInput => ({
  method: 'POST',
  path: `${path}?v`,
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  answer,
});
const get = (path: string, answer: string): BadInput => ({ method: 'GET', path, answer });
const invalid = (target: string): string => `400 InvalidRequest ${target}`;
const noSuchMachine = (name: string): string => `404 ResourceNotFound ${vmPath(name)}`;

const bodies: readonly BadInput[] = [
  ...['{', 'null', '[]', '"x"', Buffer.from([0xff, 0xfe, 0x00]), '['.repeat(100_000)].map((body) =>
    post(connect, body, invalid('body')),
  ),
  post(connect, { mode: 'root' }, invalid('mode')),
  post(connect, { takeOver: 'yes' }, invalid('takeOver')),
  post(connect, { resumeOffset: -1 }, invalid('resumeOffset')),
  post(connect, { resumeOffset: 1e300 }, invalid('resumeOffset')),
  post(connect, { sessionId: 'x'.repeat(65) }, invalid('sessionId')),
  post(connect, { sessionId: '../\u0000' }, '409 SessionEnded sessionId'),
  post(connect, { language: 7 }, invalid('language')),
  post(disconnect, {}, invalid('sessionIds')),
  post(disconnect, { sessionIds: 'a' }, invalid('sessionIds')),
  post(disconnect, { sessionIds: ['a', 3] }, invalid('sessionIds[1]')),
  post(disconnect, { sessionIds: Array.from({ length: 10_001 }, () => 'a') }, invalid('sessionIds')),
  post(disconnect, { sessionIds: [], reason: 'x'.repeat(501) }, invalid('reason')),
  post(disconnect, { sessionIds: ['x'.repeat(1_100_000)] }, '413 RequestTooLarge body'),
  { ...post(disconnect, { sessionIds: ['a'] }, invalid('body')), isChunked: true },
  { ...post(connect, { mode: 'observer' }, invalid('body')), isChunked: true },
  post(checkAccess, { actions: [] }, invalid('actions')),
  post(checkAccess, { actions: ['*'], principalId: { a: 1 } }, invalid('principalId')),
  { method: 'DELETE', path: `${sessions}/nope?v`, body: '{', answer: invalid('body') },
];

const queries: readonly BadInput[] = [
  get(sessions, '400 MissingApiVersionParameter api-version'),
  get(`${sessions}?api-version=`, '400 MissingApiVersionParameter api-version'),
  ...['latest', '2026-11-01%00', '2026-11-01%0a', '2026-11-01&api-version=2026-11-01'].map((version) =>
    get(`${sessions}?api-version=${version}`, '400 InvalidApiVersionParameter api-version'),
  ),
  ...['0', 'abc', '1&$top=2'].map((top) => get(`${sessions}?v&$top=${top}`, invalid('$top'))),
  get(`${sessions}?v&state=dead`, invalid('state')),
  get(`${sessions}?v&$skipToken=zzz`, invalid('$skipToken')),
  get(`${sessions}?v&$filter=userName%20=%20'x'`, invalid('$filter')),
  get(`${sessions}?v&$filter=${'('.repeat(1_000)}`, invalid('$filter')),
  ...['0', '1e9'].map((minutes) => ({
    method: 'POST',
    path: `${bootLog}?v&sasUriExpirationTimeInMinutes=${minutes}`,
    answer: invalid('sasUriExpirationTimeInMinutes'),
  })),
];

const paths: readonly BadInput[] = [
  ...['nope', '%00', long, 'a%2Fb', 'a%27%20or%201'].map((id) =>
    get(`${sessions}/${id}?v`, '404 SessionNotFound sessionId'),
  ),
  { method: 'DELETE', path: `${sessions}/nope?v`, answer: '404 SessionNotFound sessionId' },
  ...['nope', long, 'a%2F..%2Fb', '%ff'].map((name) => get(`${vmPath(name)}?v`, noSuchMachine(name))),
  get(`${vmPath('a%5Cb%23%3F')}?v`, noSuchMachine('a\\b#?')),
  get(`${vmPath('%E2%80%A8')}?v`, noSuchMachine('\u2028')),
  post(`${serialPortPath('nope')}/connect`, {}, noSuchMachine('nope')),
  get(`/subscriptions/${long}/providers/Microsoft.Compute/virtualMachines?v`, '403 AuthorizationFailed'),
  get(`/subscriptions/%2e%2e/resourceGroups/x/providers/Microsoft.Compute/virtualMachines/y?v`, '404'),
  get(`/${sessions}?v`, '404'),
  get(`${vmPath('')}/nope?v`, '404 ResourceNotFound'),
  get('//', '404'),
  get('/%', '404'),
  post(`${serialPortPath('vm-web-01').replace(/0$/, '1')}/connect`, {}, '404'),
  post(`${serialPortPath('vm-web-01').replace(/0$/, '00')}/connect`, {}, '404'),
  post(`${connect}/more`, {}, '404'),
  { method: 'PUT', path: `${connect}?v`, body: '{}', answer: '404' },
  post('/relays/relay-01/connect', {}, '403 AuthorizationFailed'),
  { method: 'PUT', path: '/relays/%00/heartbeat?v', body: '{}', answer: '403 AuthorizationFailed' },
  post('/relays/relay-01/operations/nope', {}, '404'),
  { method: 'POST', path: '/webpubsub/console', body: '{}', answer: '401 AuthenticationFailed' },
  { method: 'OPTIONS', path: '/webpubsub/console', answer: '400' },
];

/** What `ops` may send over the HTTP edge, and what it is told. */
export const badInput: readonly BadInput[] = [...bodies, ...queries, ...paths];
