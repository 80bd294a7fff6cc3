import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionsEngine, HostLog } from './contract.ts';
import { createCoreModule, type Registry } from './coreModule.ts';
import { hookContext, runHooks } from './hooks.ts';
import { invokeFunction } from './invokeFunction.ts';

export type AppToLoad = {
  /** The folder of `package.json`, `host.json` and `local.settings.json`. */
  readonly appFolder: string;
  /** Instead of package.json's `main`: a file or a glob, relative to the app folder. */
  readonly entry?: string;
  /** What the app finds in its environment unless `local.settings.json` or the real environment has it. */
  readonly defaults: Readonly<Record<string, string>>;
};

const workerCapabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
];

/**
 * Loads the unmodified app into this process, once: its library asks for the host a single time and stays
 * locked afterwards, so a reload is a restart. Changes the working directory and `process.env`.
 */
export async function loadApp(app: AppToLoad, log: HostLog): Promise<FunctionsEngine> {
  const { core, registry } = createCoreModule(log);
  const appHookData = {};
  const sealed = { hookData: {}, appHookData, functionAppDirectory: app.appFolder };
  applySettings({ ...app.defaults, ...readLocalSettings(app.appFolder) });
  process.chdir(app.appFolder);
  interceptCoreModule(core);

  for (const file of findEntryPoints(app)) {
    // In turn: later files may rely on earlier ones.
    await loadEntryPoint(app.appFolder, file);
  }
  await runHooks(registry.hooks.appStart, hookContext({}, sealed));
  const capabilities = await lockedCapabilities(registry);
  registry.lock();

  const invokeDeps = { registry, appHookData, log };
  return {
    capabilities,
    functions: [...registry.functions.values()].map(({ id, metadata }) => ({ id, metadata })),
    invoke: async (functionId, call) => {
      const registered = registry.functions.get(functionId);
      if (!registered) throw new Error(`Unknown function id "${functionId}".`);
      return invokeFunction(invokeDeps, registered, call);
    },
    stop: () => runHooks(registry.hooks.appTerminate, hookContext({}, sealed)),
  };
}

async function lockedCapabilities(registry: Registry): Promise<Record<string, string>> {
  if (!registry.model || registry.functions.size === 0) {
    throw new Error('The app registered no functions.');
  }
  const defaults = Object.fromEntries(workerCapabilities.map((name) => [name, 'true']));
  const capabilities = await registry.model.getCapabilities(defaults);
  if (capabilities['HttpUri']) {
    // Its server would listen on all interfaces, and a handler that throws would hang its caller.
    throw new Error('The app sets enableHttpStream, which this host does not serve.');
  }
  return capabilities;
}

function readLocalSettings(appFolder: string): Record<string, string> {
  const file = resolve(appFolder, 'local.settings.json');
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { Values?: Record<string, string> }).Values ?? {};
}

function applySettings(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= String(value);
}

/** Sees `require` and `createRequire`, from CommonJS and ESM alike, as the worker's interception does. */
function interceptCoreModule(core: object): void {
  // oxlint-disable-next-line typescript/unbound-method -- bound again by `call`
  const original = Module.prototype.require;
  Module.prototype.require = function require(this: Module, id: string): unknown {
    return id === '@azure/functions-core' ? core : original.call(this, id);
  } as typeof original;
}

function findEntryPoints({ appFolder, entry }: AppToLoad): string[] {
  const main = entry ?? readPackage(appFolder).main;
  if (!main) throw new Error(`${appFolder}/package.json has no "main".`);
  const literal = resolve(appFolder, main);
  const files = existsSync(literal) ? [literal] : globSync(main, { cwd: appFolder }).toSorted();
  if (files.length > 0) return files.map((file) => resolve(appFolder, file));
  throw new Error(`Worker was unable to load entry point "${main}": File does not exist`);
}

async function loadEntryPoint(appFolder: string, file: string): Promise<void> {
  const isModule =
    file.endsWith('.mjs') || (!file.endsWith('.cjs') && readPackage(appFolder).type === 'module');
  try {
    if (isModule) await import(pathToFileURL(file).href);
    else createRequire(resolve(appFolder, 'package.json'))(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Worker was unable to load entry point "${file}": ${reason}`, { cause: error });
  }
}

function readPackage(appFolder: string): { main?: string; type?: string } {
  return JSON.parse(readFileSync(resolve(appFolder, 'package.json'), 'utf8')) as {
    main?: string;
    type?: string;
  };
}
