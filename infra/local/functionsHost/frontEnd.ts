import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AdminDeps, adminFunctionName, startByHand } from './adminCall.ts';
import { applyCors, type Cors } from './cors.ts';
import { type FunctionKeys, isKeyAccepted } from './functionKeys.ts';
import { BodyTooLarge, toRequestData } from './requestData.ts';
import { decodePath, findRoute, type Route, type RouteMatch } from './routeTable.ts';
import { sendResponse } from './sendResponse.ts';

export type FrontEndDeps = AdminDeps & {
  readonly routes: readonly Route[];
  readonly cors: Cors;
  /** For every answer but a preflight's, unless the function gave its own. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Undefined: keys are not asked for, as under Core Tools. */
  readonly keys: FunctionKeys | undefined;
  readonly maxBodyBytes: number;
};

/** What stands between the socket and the functions, as the platform's host would. */
export function createFrontEnd(deps: FrontEndDeps, scheme: 'http' | 'https'): RequestListener {
  return (request, response) => {
    const startedAt = performance.now();
    const [rawPath = '/'] = request.url?.split('?') ?? [];
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 'aborted';
      const ms = Math.round(performance.now() - startedAt);
      // Never the query: it may hold a key, a token or a signature.
      deps.log({ event: 'request', method: request.method, path: rawPath.slice(0, 300), status, ms });
    });
    answer(deps, scheme, rawPath, request, response).catch((error: unknown) => {
      deps.log({ level: 'error', event: 'hostError', error });
      fail(deps, response, 500);
    });
  };
}

async function answer(
  deps: FrontEndDeps,
  scheme: string,
  rawPath: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (applyCors(deps.cors, request, response)) return;
  addHeaders(deps, response);
  // By concatenation: `new URL('//x/y', base)` would take x for a host.
  const url = `${scheme}://${request.headers.host ?? ''}${request.url ?? ''}`;
  if (!rawPath.startsWith('/') || !URL.canParse(url)) return fail(deps, response, 400);
  const path = decodePath(rawPath);
  const key = {
    header: request.headers['x-functions-key']?.toString(),
    query: new URL(url).searchParams.get('code') ?? undefined,
  };
  const admin = adminFunctionName(path);
  if (admin !== undefined) {
    if (!isKeyAccepted(deps.keys, 'admin', key)) return fail(deps, response, 401);
    return fail(deps, response, await startByHand(deps, request, admin));
  }
  const match = findRoute(deps.routes, request.method ?? 'GET', path);
  if (!match) return fail(deps, response, path === '' ? 204 : 404);
  if (!isKeyAccepted(deps.keys, match.route.trigger.authLevel, key)) return fail(deps, response, 401);
  await callFunction(deps, match, url, request, response);
}

async function callFunction(
  deps: FrontEndDeps,
  { route, values }: RouteMatch,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { engine, log, maxBodyBytes } = deps;
  try {
    const http = await toRequestData(request, url, values, maxBodyBytes);
    const { id } = route.function;
    sendResponse(
      response,
      await engine.invoke(id, { inputData: [{ name: route.trigger.key, data: { http } }] }),
    );
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      return fail(deps, response.setHeader('connection', 'close'), 413);
    }
    if (request.destroyed && !request.complete) return; // the caller went away while sending
    log({ level: 'error', event: 'functionFailed', function: route.function.metadata.name, error });
    fail(deps, response, 500);
  }
}

/** Before the function's own headers, which take their place. */
function addHeaders({ customHeaders }: FrontEndDeps, response: ServerResponse): void {
  for (const [name, value] of Object.entries(customHeaders)) response.setHeader(name, value);
}

/** An answer of the host itself has a status and nothing of its own, least of all headers of the failed one. */
function fail(deps: FrontEndDeps, response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const keep = ['access-control-allow-origin', 'vary', 'connection'];
  for (const name of response.getHeaderNames()) if (!keep.includes(name)) response.removeHeader(name);
  addHeaders(deps, response);
  response.writeHead(status).end();
}
