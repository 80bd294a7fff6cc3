import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, buildPortal } from '../../infra/local/build.ts';
import { startPortal } from '../../infra/local/portalServer.ts';
import { seedTables } from '../../infra/local/seed.ts';
import { startFunctions, startIdentity, startStorage, startWebPubSub } from '../../infra/local/services.ts';
import { portalConfig, type StackContext } from '../../infra/local/stack.ts';
import { createContext, type Surroundings } from '../world.ts';

export type PortalWorld = AsyncDisposable & {
  readonly context: StackContext;
  /** For the profiles of browsers. */
  readonly folder: string;
};

/** What a browser talks to, on free ports; the page is built anew and lies beside, whatever else builds it meanwhile. */
export async function startPortalWorld(surroundings: Surroundings): Promise<PortalWorld> {
  await using parts = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { context, certificates } = await createContext(folder, surroundings);
  const page = join(folder, 'portal');
  await Promise.all([buildFunctions(), buildPortal({ folder: page })]);
  await Promise.all([
    startWebPubSub(context).then((part) => parts.use(part)),
    startIdentity(context).then((part) => parts.use(part)),
    startStorage(context, { inMemory: true }).then(async (storage) => {
      parts.use(storage);
      await seedTables(context.storage, context.fleet);
    }),
  ]);
  parts.use(await startFunctions(context, certificates));
  parts.use(await startPortal({ port: context.ports.portal, folder: page, config: portalConfig(context) }));
  const running = parts.move();
  return { context, folder, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
