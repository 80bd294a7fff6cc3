import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Faults } from '../admin/faults.ts';
import type { AccessTokens } from '../endpoint/accessTokens.ts';
import { readBearer, readRequestUrl } from '../endpoint/requestUrl.ts';
import type { Hubs } from '../hub/hubs.ts';
import { toHubName } from '../protocol/names.ts';
import type { Logger } from '../settings/logger.ts';
import { closeOperations } from './closeOperations.ts';
import { existOperations } from './existOperations.ts';
import { groupOperations } from './groupOperations.ts';
import { listOperation } from './listOperation.ts';
import type { Operation, RestReply } from './operation.ts';
import { readPathSegments } from './pathSegments.ts';
import { permissionOperations } from './permissionOperations.ts';
import { checkApiVersion } from './readQuery.ts';
import { badRequest, RestError } from './restError.ts';
import { createSendOperations } from './sendOperations.ts';
import { createTokenOperation } from './tokenOperation.ts';

export type RestDeps = {
  readonly hubs: Hubs;
  readonly faults: Faults;
  readonly tokens: AccessTokens;
  readonly logger: Logger;
  readonly now: () => number;
  readonly errorContentType: string;
};

/** The data plane under `/api`, and a plain 400 for WebSocket addresses that are not addressed as such. */
export function createRestApi(deps: RestDeps): RequestListener {
  const operations = [
    ...createSendOperations(deps.now),
    ...closeOperations,
    ...existOperations,
    ...groupOperations,
    ...permissionOperations,
    listOperation,
    createTokenOperation(deps.tokens),
  ];
  return (request, response) => {
    answer(deps, operations, request)
      .catch((error: unknown) => toErrorReply(deps, error))
      .then((reply) => write(deps, request, response, reply))
      .catch((error: unknown) =>
        deps.logger('error', 'an answer could not be written', { error: String(error) }),
      );
  };
}

type Answer = RestReply & { readonly code?: string; readonly allow?: string };

async function answer(
  deps: RestDeps,
  operations: readonly Operation[],
  request: IncomingMessage,
): Promise<Answer> {
  const { path, query } = readRequestUrl(request);
  if (path === '/api/health') return { status: 200 };
  if (/^\/client(?:\/|$)/i.test(path)) return { status: 400 };
  if (!path.startsWith('/api/hubs/')) return { status: 404 };
  const resource = { host: request.headers.host ?? '', paths: [path] };
  const token = readBearer(request);
  if (token === undefined || !(await deps.tokens.admitsCaller(token, resource))) return { status: 401 };

  const [, , hubName = '', ...rest] = readPathSegments(path);
  const name = toHubName(hubName);
  if (name === undefined) throw badRequest('The hub name is not valid.');
  const failure = deps.faults.restFailure(name);
  if (failure !== undefined) return { status: failure };
  checkApiVersion(query);
  const allowed: string[] = [];
  for (const operation of operations) {
    const parameters = matchPattern(operation, rest);
    if (parameters === undefined) continue;
    if (operation.method === request.method)
      return operation.run({ hub: deps.hubs.get(name), hubName, parameters, path, query, request });
    allowed.push(operation.method);
  }
  return allowed.length === 0 ? { status: 404 } : { status: 405, allow: allowed.join(', ') };
}

function matchPattern({ pattern }: Operation, segments: readonly string[]): string[] | undefined {
  const expected = pattern.split('/').slice(1);
  if (expected.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (expected[index] === '{}' && segment !== '') parameters.push(segment);
    else if (expected[index] !== segment) return undefined;
  }
  return parameters;
}

function toErrorReply({ logger }: RestDeps, error: unknown): Answer {
  if (error instanceof RestError) return { status: error.status, body: error.toBody(), code: error.code };
  logger('error', 'a request failed', { error: String(error) });
  return { status: 500 };
}

/** A body that nobody read is drained by Node; the connection stays usable unless the body was refused as too large. */
function write(
  { errorContentType }: RestDeps,
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, code, allow }: Answer,
): void {
  if (allow !== undefined) response.setHeader('allow', allow);
  if (code !== undefined) response.setHeader('x-ms-error-code', code);
  if (body === undefined || request.method === 'HEAD') {
    if (status !== 204) response.setHeader('content-length', 0);
    return void response.writeHead(status).end();
  }
  const contentType = code === undefined ? 'application/json' : errorContentType;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': `${contentType}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
