import { app } from '@azure/functions';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { pathOf, toOpenApi } from '../../functions/http/openApi.ts';
import type { routes } from '../../functions/http/route.ts';
import { errorCatalog } from '../../shared/contracts/errors.ts';

// The document against the routes that are registered. No validator of OpenAPI is installed: these are the
// rules of the specification that a generator of clients stumbles over.

type Operation = {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, object>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: unknown;
};

let served: typeof routes;
let document: Document;
let operations: (Operation & { path: string; method: string })[];

beforeAll(async () => {
  vi.spyOn(app, 'http').mockReturnValue();
  vi.spyOn(app, 'timer').mockReturnValue();
  await import('../../functions/main.ts');
  ({ routes: served } = await import('../../functions/http/route.ts'));
  document = JSON.parse(JSON.stringify(toOpenApi(served))) as Document;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method })),
  );
});

const at = (path: string): unknown =>
  path
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

describe('the document', () => {
  test('has one operation per route and method, and no other', () => {
    const expected = [...served.values()].flatMap(({ route, methods }) =>
      methods.map((method) => `${method} ${pathOf(route)}`),
    );

    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  test('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('declares exactly the parameters that each path has, and no parameter twice', () => {
    for (const { path, parameters } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name);

      expect(declared, path).toEqual(inPath);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, path).toBe(parameters.length);
    }
  });

  test('keeps no constraint of a route template', () => {
    expect(Object.keys(document.paths).filter((path) => /[:*()^$]/.test(path))).toEqual([]);
  });

  test('refers only to what it defines', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, to]) => to);
    const missing = references.filter((to = '') => at(to) === undefined);

    expect(references.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test('asks for a token wherever the app does', () => {
    const open = operations.filter(({ security }) => security.length === 0).map(({ path }) => path);

    expect(open.toSorted()).toEqual(['/health', '/openapi.json']);
  });

  test('tells the schemas that the app parses with', () => {
    const connect = operations.find(({ operationId }) => operationId === 'connectSerialPort');
    const list = operations.find(({ operationId }) => operationId === 'listSessions');

    expect(connect?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      properties: {
        mode: { enum: ['operator', 'observer'] },
        takeOver: { type: 'boolean', default: false },
      },
    });
    expect(list?.parameters.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual([
      'api-version',
      '$filter',
      '$top',
      '$skipToken',
      'state',
    ]);
  });

  test('lists every error code', () => {
    expect(at('components/schemas/Error/properties/error/properties/code/enum')).toEqual(
      Object.keys(errorCatalog),
    );
  });
});
