import { fileURLToPath } from 'node:url';
import { storageConnection } from '../../infra/local/addresses.ts';
import { startChild } from '../../infra/local/childProcess.ts';
import type { StackContext } from '../../infra/local/stack.ts';
import { freePort } from '../../tests/support/freePort.ts';
import { type CountedRequest, startRequestCounter } from './requestCounter.ts';

export type CountingFunctions = AsyncDisposable & {
  readonly url: string;
  /** Runs the work and returns the storage calls that the function app made for it. */
  count(work: () => Promise<unknown>): Promise<readonly CountedRequest[]>;
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const hostScript = fileURLToPath(new URL('../../infra/local/functionsHost/main.ts', import.meta.url));

/**
 * The function app once more, over the same storage through a counter: what is timed is not counted and what
 * is counted is not timed. Without timers, so that nothing but the request under test makes calls.
 */
export async function startCountingFunctions(context: StackContext): Promise<CountingFunctions> {
  await using parts = new AsyncDisposableStack();
  const counter = parts.use(await startRequestCounter(context.ports.tables));
  const storage = storageConnection({ ...context.ports, tables: counter.port });
  const port = await freePort();
  parts.use(
    await startChild({
      name: 'The function app that is counted',
      args: [hostScript, '--exit-with-parent', '--app', root, '--port', String(port), '--no-timers'],
      environment: {
        SALLYPORT_TABLES: storage,
        SALLYPORT_BLOBS: context.storage,
        WebPubSubConnectionString: context.webPubSub,
        SALLYPORT_ISSUER: context.addresses.identity,
        SALLYPORT_AUDIENCE: 'api://sallyport',
        SALLYPORT_JWKS: `${context.addresses.identity}/jwks`,
        SALLYPORT_TENANT: context.fleet.tenantId,
      },
      logFile: context.logFile('functions-counted'),
      isReady: (line) => line.includes('"ready":true'),
      onExit: context.onFailure,
      signal: context.signal,
    }),
  );
  const running = parts.move();
  return {
    url: `http://127.0.0.1:${port}`,
    count: async (work) => {
      counter.take();
      await work();
      return counter.take();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
