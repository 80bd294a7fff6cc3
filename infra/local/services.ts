import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './childProcess.ts';
import { type KeptPart, keepRunning } from './keepRunning.ts';
import type { StackContext } from './stack.ts';

/** One function per process of the stack: its script, its settings, and the line that says it serves. */
const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const saysReady = (line: string): boolean => line.startsWith('{') && line.includes('"ready":true');

export type StoragePids = { readonly blobs: number; readonly tables: number };

/** `inMemory`: Azurite writes its whole table file anew every few seconds, which blocks it when that is large. */
export async function startStorage(
  context: StackContext,
  { inMemory = false } = {},
): Promise<AsyncDisposable & { readonly pids: StoragePids }> {
  const services = new AsyncDisposableStack();
  const start = async (service: 'blob' | 'table', port: number): Promise<number> => {
    const flags = ['--skipApiVersionCheck', '--disableTelemetry', '--silent'];
    const folder = ['--location', join(context.stateFolder, 'azurite', service)];
    const place = inMemory ? ['--inMemoryPersistence'] : folder;
    const listen = [`--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)];
    const child = services.use(
      await startChild({
        name: `Azurite (${service})`,
        args: [script('azurite.ts'), service, ...listen, ...place, ...flags],
        logFile: context.logFile(`azurite-${service}`),
        isReady: (line) => line.includes('successfully'),
        onExit: context.onFailure,
        signal: context.signal,
      }),
    );
    return child.pid;
  };
  const [blobs, tables] = await Promise.all([
    start('blob', context.ports.blobs),
    start('table', context.ports.tables),
  ]);
  return { pids: { blobs, tables }, [Symbol.asyncDispose]: () => services.disposeAsync() };
}

/**
 * Events of both hubs go to the function app: these are the settings that a deployment makes too. Killed, it is
 * started again, and knows none of its connections: those of the service are lost like that too now and then.
 */
export async function startWebPubSub(context: StackContext): Promise<KeptPart> {
  const { webPubSubAdmin } = context;
  const urlTemplate = `${context.addresses.functions}/webpubsub/{hub}`;
  const console = {
    urlTemplate,
    systemEvents: ['connect', 'connected', 'disconnected'],
    userEventPattern: 'close,resume,stay',
  };
  const portal = { urlTemplate, systemEvents: ['connect', 'disconnected'] };
  const start = (onExit: (why: string) => void) =>
    startChild({
      name: 'Web PubSub',
      args: [script('webPubSub/main.ts')],
      environment: {
        WebPubSub__Port: String(context.ports.webPubSub),
        WebPubSub__Hubs: JSON.stringify({ console: [console], portal: [portal] }),
        ...(webPubSubAdmin === undefined ? {} : { WebPubSub__AdminPort: String(webPubSubAdmin) }),
      },
      logFile: context.logFile('webPubSub'),
      isReady: (line) => line.includes('"message":"ready"'),
      onExit,
      signal: context.signal,
    });
  return await keepRunning(start, context.say);
}

export function startIdentity(context: StackContext): Promise<Child> {
  const fleetFile = join(context.stateFolder, 'fleet.json');
  writeFileSync(fleetFile, JSON.stringify(context.fleet));
  return startChild({
    name: 'The identity provider',
    args: [script('identity/main.ts')],
    environment: {
      IDENTITY_PORT: String(context.ports.identity),
      IDENTITY_STATE: join(context.stateFolder, 'identity'),
      IDENTITY_PORTAL_ORIGIN: context.addresses.portal,
      IDENTITY_FLEET: fleetFile,
    },
    logFile: context.logFile('identity'),
    isReady: saysReady,
    onExit: context.onFailure,
    signal: context.signal,
  });
}

/** Killed, it is started again, as Azure Functions would. */
export async function startFunctions(
  context: StackContext,
  tls: { readonly certFile: string; readonly keyFile: string },
): Promise<KeptPart> {
  const { ports, addresses } = context;
  const listen = ['--port', String(ports.functions), '--https-port', String(ports.functionsHttps)];
  const certificate = ['--tls-cert', tls.certFile, '--tls-key', tls.keyFile];
  const start = (onExit: (why: string) => void) =>
    startChild({
      name: 'The function app',
      args: [
        script('functionsHost/main.ts'),
        '--exit-with-parent',
        '--app',
        root,
        '--cors',
        addresses.portal,
        ...listen,
        ...certificate,
      ],
      environment: {
        SALLYPORT_TABLES: context.storage,
        SALLYPORT_BLOBS: context.storage,
        WebPubSubConnectionString: context.webPubSub,
        SALLYPORT_ISSUER: addresses.identity,
        SALLYPORT_AUDIENCE: 'api://sallyport',
        SALLYPORT_JWKS: `${addresses.identity}/jwks`,
        SALLYPORT_TENANT: context.fleet.tenantId,
        SALLYPORT_TRUSTED_PROXIES: '1',
        SALLYPORT_ORIGINS: addresses.portal,
      },
      logFile: context.logFile('functions'),
      isReady: saysReady,
      onExit,
      signal: context.signal,
    });
  return await keepRunning(start, context.say);
}
