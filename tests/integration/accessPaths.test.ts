import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFunctions } from '../../infra/local/build.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { rawRequest } from '../support/rawRequest.ts';
import { type RouteCall, routeCalls } from '../support/routeCalls.ts';
import { type SpawnedFunctionsHost, spawnFunctionsHost } from '../support/spawnFunctionsHost.ts';

// The app as it is deployed, on the dev host: how a path is written must not decide who may.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'access-paths-'));
let plane: ControlPlane;
let host: SpawnedFunctionsHost;
let calls: readonly RouteCall[];

beforeAll(async () => {
  plane = await startControlPlane();
  for (const name of ['package.json', 'host.json']) cpSync(join(root, name), join(folder, name));
  await buildFunctions({ outfile: join(folder, 'dist/functions.cjs') });
  const args = ['--app', folder, '--port', '0', '--no-timers', '--exit-with-parent'];
  host = await spawnFunctionsHost({ args, env: process.env, onLine: () => undefined });
  const { routes } = await import('../../functions/http/route.ts');
  calls = routeCalls(routes.values());
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const last = (path: string): string => path.slice(path.lastIndexOf('/'));
const mutations: readonly (readonly [string, (path: string) => string])[] = [
  ['a doubled slash', (path) => path.replace(/\/(?=[^/]+$)/, '//')],
  ['a doubled slash in front', (path) => `/${path}`],
  ['doubled slashes throughout', (path) => path.replaceAll('/', '//')],
  ['an encoded slash', (path) => path.replace(/\/(?=[^/]+$)/, '%2F')],
  ['encoded slashes throughout', (path) => `/${path.slice(1).replaceAll('/', '%2f')}`],
  ['a twice encoded slash', (path) => path.replace(/\/(?=[^/]+$)/, '%252F')],
  ['a backslash', (path) => path.replace(/\/(?=[^/]+$)/, '\\')],
  ['a slash at the end', (path) => `${path}/`],
  ['a segment more', (path) => `${path}/extra`],
  ['a way there and back', (path) => `${path}/../..${last(path)}`],
  ['an encoded way there and back', (path) => `${path}/%2e%2e${last(path)}`],
  ['a dot', (path) => `${path}/.`],
  ['capitals', (path) => path.toUpperCase()],
  ['a parameter of the path', (path) => `${path};a=b`],
  ['a zero byte', (path) => `${path}%00`],
];

/** Status and code; what the host answers by itself has no code. */
async function ask(who: string, method: string, path: string): Promise<string> {
  const authorization = who === 'nobody' ? {} : { authorization: `Bearer ${await plane.tokenOf(who)}` };
  const { status, code = '' } = await rawRequest(host.httpUrl, {
    method,
    path: `${path}?api-version=2026-11-01`,
    headers: { ...authorization },
  });
  return `${status} ${code}`.trim();
}

const isRefusal = (answer: string): boolean => /^(?:401|403) /.test(answer);

test.each(['nobody', 'outsider', 'vmops'])(
  'A16 %s is refused however the path is written, or finds nothing there',
  { timeout: 120_000 },
  async (who) => {
    const unexpected: string[] = [];
    let refusals = 0;
    for (const { method, path } of calls) {
      const plain = await ask(who, method, path);
      if (!isRefusal(plain)) continue;
      refusals += 1;
      for (const [name, mutate] of mutations) {
        const answer = await ask(who, method, mutate(path));
        if (answer !== plain && !answer.startsWith('404') && answer !== '400') {
          unexpected.push(`${method} ${path}, ${name}: ${answer} instead of ${plain}`);
        }
      }
    }

    expect(unexpected).toEqual([]);
    expect(refusals).toBeGreaterThan(80);
  },
);
