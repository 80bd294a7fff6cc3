import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FunctionsEngine, HostLog } from './contract.ts';
import type { Cors } from './cors.ts';
import { createFrontEnd } from './frontEnd.ts';
import type { FunctionKeys } from './functionKeys.ts';
import { readHostJson } from './hostJson.ts';
import { loadApp } from './loadApp.ts';
import { startLoopbackServer, type Tls } from './loopbackServer.ts';
import { createRouteTable } from './routeTable.ts';
import { createTimers } from './timers.ts';

export type FunctionsHostOptions = {
  /** The folder of host.json and package.json. It becomes the working directory. */
  readonly appFolder: string;
  /** Instead of package.json's `main`. */
  readonly entry?: string;
  /** 0 takes a free one. */
  readonly httpPort: number;
  readonly https?: Tls & { readonly port: number };
  readonly cors: Cors;
  /** Present: function keys are enforced. */
  readonly keys?: FunctionKeys;
  /** False: timers run only by hand. */
  readonly timers: boolean;
  readonly maxBodyBytes: number;
  readonly log: HostLog;
};

export type FunctionsHost = AsyncDisposable & {
  readonly httpUrl: string;
  readonly httpsUrl?: string;
  readonly functions: readonly string[];
};

/**
 * Serves the function app as Azure's host and Node worker would, in this very process: it changes `process.env`
 * and the working directory, and an app can be loaded only once per process. Rejects with the reason when the
 * app does not load, has no functions or two of its routes conflict.
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { appFolder, https, log } = options;
  await using started = new AsyncDisposableStack();
  const listeners: { http?: RequestListener; https?: RequestListener } = {};
  const http = started.use(
    await startLoopbackServer(options.httpPort, undefined, (request, response) =>
      (listeners.http ?? answerNotReady)(request, response),
    ),
  );
  const secure =
    https &&
    started.use(
      await startLoopbackServer(https.port, https, (request, response) =>
        (listeners.https ?? answerNotReady)(request, response),
      ),
    );

  const engine = await loadApp({ ...options, defaults: defaultSettings(appFolder, http.port) }, log);
  const { routePrefix, customHeaders } = readHostJson(appFolder);
  const routes = createRouteTable(engine.functions, routePrefix);
  const timers = createTimers(engine, process.env, log);
  const deps = { ...options, keys: options.keys, customHeaders, engine, routes, timers };
  listeners.http = createFrontEnd(deps, 'http');
  listeners.https = createFrontEnd(deps, 'https');
  if (options.timers) timers.start();

  return {
    httpUrl: http.url,
    ...(secure ? { httpsUrl: secure.url } : {}),
    functions: functionNames(engine),
    [Symbol.asyncDispose]: stopInOrder(started.move(), timers, engine),
  };
}

/** No new requests or timers, then the ones in flight, then the app's own farewell. */
function stopInOrder(
  servers: AsyncDisposable,
  timers: AsyncDisposable,
  engine: FunctionsEngine,
): () => Promise<void> {
  return async () => {
    await Promise.all([servers[Symbol.asyncDispose](), timers[Symbol.asyncDispose]()]);
    await engine.stop();
  };
}

function functionNames({ functions }: FunctionsEngine): string[] {
  return functions.map(({ metadata }) => metadata.name).toSorted();
}

function defaultSettings(appFolder: string, port: number): Record<string, string> {
  return {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsScriptRoot: appFolder,
    WEBSITE_HOSTNAME: `localhost:${port}`,
  };
}

function answerNotReady(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1' }).end();
}
