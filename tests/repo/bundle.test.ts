import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleFunctionApp } from '../../infra/local/build.ts';
import type { ListedFunction } from '../../infra/local/functionsHost/functionList.ts';
import { listFunctions } from '../../infra/local/functionsHost/listFunctions.ts';
import { matchRoute, parseRouteTemplate } from '../../infra/local/functionsHost/routeTemplate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
let functions: ListedFunction[];

beforeAll(async () => {
  const bundle = join(folder, 'functions.cjs');
  await bundleFunctionApp(join(root, 'functions/main.ts'), bundle);
  // Without any setting: the platform loads an app before it is specialised.
  functions = await listFunctions(bundle, root);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that cannot load the bundle reports no functions instead of failing, so the list is exact. */
test('the bundle registers exactly these functions', () => {
  expect(functions.map(({ name, trigger }) => `${name} ${trigger}`)).toEqual(expected);
});

/** The host tries functions in the order of their names: a literal does not beat a parameter. */
test('no function is shadowed by one whose name comes earlier', () => {
  const routes = functions
    .filter((one) => one.route !== undefined)
    .toSorted((a, b) => (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1))
    .map(({ name, route = '', methods }) => ({ name, methods, route, template: parseRouteTemplate(route) }));

  for (const { name, route, methods = [] } of routes) {
    for (const method of methods) {
      const first = routes.find(
        (other) => other.methods?.includes(method) && matchRoute(other.template, samplePath(route)),
      );
      expect(`${method} ${first?.name}`).toBe(`${method} ${name}`);
    }
  }
});

function samplePath(route: string): string {
  return route
    .replace(/\{\w+:guid\}/g, '00000000-0000-4000-8000-000000000001')
    .replace(/\{\w+:regex\(\^(\w+)\$\)\}/g, '$1')
    .replace(/\{\w+\}/g, 'sample');
}

const expected = [
  'answerOperation httpTrigger',
  'checkAccessOnChild httpTrigger',
  'checkAccessOnGroup httpTrigger',
  'checkAccessOnResource httpTrigger',
  'checkAccessOnSubscription httpTrigger',
  'connectRelay httpTrigger',
  'connectSerialPort httpTrigger',
  'connectSerialPortOfInstance httpTrigger',
  'deleteSession httpTrigger',
  'disconnectSessions httpTrigger',
  'getBastion httpTrigger',
  'getSession httpTrigger',
  'getVirtualMachine httpTrigger',
  'getVirtualMachineOfInstance httpTrigger',
  'health httpTrigger',
  'heartbeatRelay httpTrigger',
  'listBastions httpTrigger',
  'listBastionsInGroup httpTrigger',
  'listScaleSetInstances httpTrigger',
  'listScaleSets httpTrigger',
  'listScaleSetsInGroup httpTrigger',
  'listSessions httpTrigger',
  'listVirtualMachines httpTrigger',
  'listVirtualMachinesInGroup httpTrigger',
  'purgeOperations timerTrigger',
  'refreshSessions httpTrigger',
  'retrieveBootDiagnostics httpTrigger',
  'retrieveBootDiagnosticsOfInstance httpTrigger',
  'sweepSessions timerTrigger',
  'webPubSubEvents httpTrigger',
];
