import { type HostConfig, readConfig } from './config.ts';
import { toFunctionList } from './functionList.ts';
import { readHostJson } from './hostJson.ts';
import { loadApp } from './loadApp.ts';
import { log } from './log.ts';
import { type FunctionsHost, startFunctionsHost } from './startFunctionsHost.ts';

const parentCheckMs = 1_000;

// An unhandled rejection ends the worker in Azure, and everything in flight with it; so it does here.
process.on('uncaughtException', (error) => stopWith(error));

try {
  const config = readConfig(process.argv.slice(2), process.env);
  await (config.list ? printFunctions(config) : serve(config));
} catch (error) {
  stopWith(error);
}

async function serve(config: HostConfig): Promise<void> {
  const host = await startFunctionsHost(config);
  const stop = stopOnce(host);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (config.exitWithParent) stopWithoutParent(process.ppid, stop);
  const { httpUrl, httpsUrl, functions } = host;
  process.stdout.write(`${JSON.stringify({ ready: true, httpUrl, httpsUrl, functions })}\n`);
}

async function printFunctions({ appFolder, entry }: HostConfig): Promise<void> {
  const app = { appFolder, ...(entry === undefined ? {} : { entry }), defaults: {} };
  const { functions } = await loadApp(app, log);
  process.stdout.write(
    `${JSON.stringify({ functions: toFunctionList(functions, readHostJson(appFolder).routePrefix) })}\n`,
  );
  process.exit(0); // the app may have started what keeps a process alive
}

function stopOnce(host: FunctionsHost): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    host[Symbol.asyncDispose]().then(() => process.exit(0), stopWith);
  };
}

/** A killed parent says nothing; the kernel hands its children to another one. */
function stopWithoutParent(parent: number, stop: () => void): void {
  setInterval(() => process.ppid !== parent && stop(), parentCheckMs).unref();
}

function stopWith(error: unknown): void {
  log({ level: 'critical', event: 'stopped', error });
  process.exit(1);
}
