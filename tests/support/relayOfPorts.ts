import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWebPubSub } from '../../infra/local/webPubSub/startWebPubSub.ts';
import type { PortSource } from '../../relay/ports/portsFile.ts';
import type { RelayPort, RelaySession } from '../../shared/contracts/relayApi.ts';
import { openConsole } from './consoleClient.ts';
import { type CuttableProxy, startCuttableProxy } from './cuttableProxy.ts';
import { startFakeControlPlane } from './fakeControlPlane.ts';
import { type RelayProcess, spawnRelay } from './relayProcess.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const relayId = 'relay-01';
const secret = 'relay-secret';

export const portIdOf = (targetResourceId: string): string =>
  createHash('sha256').update(targetResourceId).digest('hex').slice(0, 32);

/**
 * A relay process, the Web PubSub emulator and a small control plane, on free ports. The relay and the viewers
 * each reach the service through a proxy that the test can cut.
 */
export async function startRelayOfPorts(options: {
  readonly sources: readonly PortSource[];
  /** The relay's module: one that knows what is behind these ports. */
  readonly script: URL;
  readonly blobs?: string;
  readonly bootLog?: RelayPort['bootLog'];
}) {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder());
  const service = stack.use(await startWebPubSub({ port: 0 }));
  const relayProxy = stack.use(await startCuttableProxy(service.port));
  const viewerProxy = stack.use(await startCuttableProxy(service.port));
  const through = (proxy: CuttableProxy): string =>
    service.connectionString.replace(`:${service.port};`, `:${proxy.port};`);
  const controlPlane = stack.use(
    await startFakeControlPlane({
      webPubSub: service.connectionString,
      webPubSubForRelay: through(relayProxy),
      webPubSubForViewers: through(viewerProxy),
      relayId,
      ports: options.sources.map(({ targetResourceId }) => ({
        portId: portIdOf(targetResourceId),
        targetResourceId: targetResourceId.toUpperCase(),
        bootLog: options.bootLog ?? null,
      })),
    }),
  );
  const portsPath = join(folder.path, 'ports.json');
  writeFileSync(portsPath, JSON.stringify({ ports: options.sources }));
  const spawnOne = (): RelayProcess =>
    spawnRelay(options.script, {
      SALLYPORT_API: controlPlane.api,
      SALLYPORT_RELAY_ID: relayId,
      SALLYPORT_RELAY_PORTS: portsPath,
      SALLYPORT_STATE: join(folder.path, 'state'),
      SALLYPORT_TOKEN_ENDPOINT: controlPlane.tokenEndpoint,
      SALLYPORT_CLIENT_ID: 'relay',
      SALLYPORT_CLIENT_SECRET: secret,
      SALLYPORT_SCOPE: 'api://sallyport/.default',
      ...(options.blobs === undefined ? {} : { SALLYPORT_BLOBS: options.blobs }),
    });
  let relay = spawnOne();
  stack.defer(() => relay.kill());

  /** The present relay process is connected to the hub. */
  async function connected(): Promise<void> {
    const connectionId = (): string | undefined =>
      /"hubConnected","connectionId":"([^"]+)"/.exec(relay.logged())?.[1];
    await until(() => connectionId() !== undefined, relay);
    await until(() => controlPlane.heartbeats.some((beat) => beat.connectionId === connectionId()), relay);
  }
  await connected();

  return {
    controlPlane,
    relayProxy,
    viewerProxy,
    secret,
    get relay() {
      return relay;
    },
    connected,
    async restartRelay() {
      await relay.kill();
      relay = spawnOne();
    },
    async openAt(portId: string, sessionId: string, more: Partial<RelaySession> = {}) {
      const session: RelaySession = {
        sessionId,
        protocol: 'Serial',
        portId,
        mode: 'operator',
        resumeOffset: null,
        ...more,
      };
      const getUrl = (): Promise<string> => controlPlane.viewerUrl(session);
      const client = stack.use(await openConsole({ sessionId, portId, getUrl }));
      await controlPlane.attach(session);
      await until(() => client.viewer.offset !== undefined, relay);
      return client;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Waits for a condition; says what the relay logged when it never holds. */
export async function until(
  condition: () => boolean,
  relay?: RelayProcess,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Never: ${String(condition)}\n${relay?.logged() ?? ''}`);
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
}
