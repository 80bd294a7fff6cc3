import { expect, test } from 'vitest';
import type { LoadedFunction } from '../../../../../infra/local/functionsHost/contract.ts';
import {
  createRouteTable,
  decodePath,
  findRoute,
} from '../../../../../infra/local/functionsHost/routeTable.ts';

function httpFunction(name: string, route?: string, methods?: string[]): LoadedFunction {
  const trigger = {
    type: 'httpTrigger',
    name: 't',
    ...(route === undefined ? {} : { route }),
    ...(methods ? { methods } : {}),
  };
  return { id: name, metadata: { name, bindings: { t: trigger } } };
}

function matched(functions: LoadedFunction[], method: string, path: string, prefix = ''): unknown {
  const match = findRoute(createRouteTable(functions, prefix), method, path);
  return match && [match.route.function.id, match.values];
}

test('the first match in order of function names wins, ignoring case, whatever was registered first', () => {
  const functions = [httpFunction('itemSearch', 'items/search'), httpFunction('ItemById', 'items/{id}')];

  expect(matched(functions, 'GET', 'items/search')).toEqual(['ItemById', { id: 'search' }]);
});

test('a wrong method falls through to the next function, and then to nothing', () => {
  const functions = [httpFunction('a', 'x', ['GET']), httpFunction('b', 'x', ['post'])];

  expect(matched(functions, 'POST', 'x')).toEqual(['b', {}]);
  expect(matched(functions, 'HEAD', 'x')).toBeUndefined();
});

test('without methods a function takes all of them, and without a route its name is the route', () => {
  expect(matched([httpFunction('Hello')], 'OPTIONS', 'api/hello', 'api')).toEqual(['Hello', {}]);
});

test('functions that are not HTTP have no route', () => {
  const timer = { id: 't', metadata: { name: 't', bindings: { x: { type: 'timerTrigger', name: 'x' } } } };

  expect(createRouteTable([timer], '')).toEqual([]);
});

test.each([
  [[httpFunction('a', 'X/{id}', ['GET']), httpFunction('b', 'x/{ID}', ['GET', 'POST'])]],
  [[httpFunction('a', 'x', ['GET']), httpFunction('b', 'x')]],
  [[httpFunction('a', 'administrators')]],
  [[httpFunction('Runtimes')]],
  [[httpFunction('host', 'x')]],
  [[httpFunction('9lives', 'x')]],
  [[httpFunction('a', 'x/{*rest}/y')]],
])('conflicting, reserved and malformed routes and names are refused (%#)', (functions) => {
  expect(() => createRouteTable(functions, '')).toThrow();
});

test.each([
  ['/', ''],
  ['/a/b/', 'a/b/'],
  ['//a', '/a'],
  ['/a%20b/c%2Fd/%2fe', 'a b/c%2Fd/%2fe'],
  ['/hell%6F', 'hello'],
  ['/a/../b/./c', 'b/c'],
  ['/a/%2e%2e/b', 'b'],
  ['/%ff', '%ff'],
])('the path %s is routed as %s', (raw, path) => {
  expect(decodePath(raw)).toBe(path);
});
