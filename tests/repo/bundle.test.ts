import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleFunctionApp } from '../../infra/local/build.ts';
import type { ListedFunction } from '../../infra/local/functionsHost/functionList.ts';
import { listFunctions } from '../../infra/local/functionsHost/listFunctions.ts';
import { type SpawnedFunctionsHost, spawnFunctionsHost } from '../support/spawnFunctionsHost.ts';

// What is deployed: three files in a folder that has nothing else, and no node_modules anywhere above it.

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let listed: ListedFunction[];
let host: SpawnedFunctionsHost;
const lines: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-app-'));
  for (const file of ['host.json', 'package.json']) copyFileSync(join(root, file), join(folder, file));
  const bundle = join(folder, 'dist/functions.cjs');
  await bundleFunctionApp(join(root, 'functions/main.ts'), bundle);
  listed = await listFunctions(bundle, folder);
  host = await spawnFunctionsHost({
    args: ['--app', folder, '--port', '0', '--no-timers'],
    env: {},
    onLine: (line) => lines.push(line),
  });
}, 60_000);

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('exactly the functions that were agreed are deployed, with these routes, methods and levels', async () => {
  const text = listed.map(({ name, route, methods, authLevel, schedule }) =>
    schedule === undefined
      ? `${name}\n  ${methods?.join('|')} ${route} (${authLevel})`
      : `${name}\n  at ${schedule}`,
  );

  // Reviewed like code: `vitest run --project repo tests/repo/bundle.test.ts -u` writes it anew.
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('bundle.functions.txt');
});

test('no function asks for a key: who calls is decided by its own rule', () => {
  const keyed = listed.filter(
    ({ trigger, authLevel }) => trigger === 'httpTrigger' && authLevel !== 'anonymous',
  );

  expect(keyed).toEqual([]);
});

test('the three files alone load without a setting, and answer', async () => {
  const response = await fetch(`${host.httpUrl}/health`);

  expect(readdirSync(folder).toSorted()).toEqual(['dist', 'host.json', 'package.json']);
  expect([response.status, await response.json()]).toEqual([200, { status: 'Healthy' }]);
  expect(host.functions).toHaveLength(listed.length);
});

test('the document of the bundle is served without a token', async () => {
  const response = await fetch(`${host.httpUrl}/openapi.json`);

  expect(await response.json()).toMatchObject({ openapi: '3.1.0', paths: { '/health': { get: {} } } });
});

test('the bundle holds one copy of the library, and warns of nothing while it loads', () => {
  const warnings = lines.filter((line) => /"level":"(?:warning|error|critical)"|WARNING/.test(line));

  expect(warnings).toEqual([]);
});
