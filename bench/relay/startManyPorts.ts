import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../infra/local/build.ts';
import { startRelay } from '../../infra/local/relayService.ts';
import { seedTables } from '../../infra/local/seed.ts';
import { startFunctions, startIdentity, startStorage, startWebPubSub } from '../../infra/local/services.ts';
import type { StackContext } from '../../infra/local/stack.ts';
import type { PortSource, PortsFile } from '../../relay/ports/portsFile.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { createContext, type Surroundings } from '../world.ts';

export type ManyPorts = AsyncDisposable & {
  readonly context: StackContext;
  readonly targets: readonly Target[];
  readonly relayPid: number;
};

/** A relay with so many ports, and all that it talks to. `startGuests` says what is behind each target. */
export async function startManyPorts(
  surroundings: Surroundings,
  count: number,
  startGuests: (
    context: StackContext,
    targets: readonly Target[],
    parts: AsyncDisposableStack,
  ) => Promise<PortSource[]>,
): Promise<ManyPorts> {
  await using parts = new AsyncDisposableStack();
  const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  parts.defer(() => rmSync(stateFolder, { recursive: true, force: true }));
  const { context: plain, certificates } = await createContext(stateFolder, surroundings);
  const targets = manyTargets(plain, count);
  const fleet = { ...plain.fleet.fleet, targets };
  const context = { ...plain, fleet: { ...plain.fleet, fleet } };
  await buildFunctions();
  await Promise.all([
    startWebPubSub(context).then((part) => parts.use(part)),
    startStorage(context, { inMemory: true }).then(async (storage) => {
      parts.use(storage);
      await seedTables(context.storage, context.fleet);
    }),
    startIdentity(context).then((part) => parts.use(part)),
  ]);
  const file: PortsFile = { ports: await startGuests(context, targets, parts) };
  writeFileSync(join(stateFolder, 'ports.json'), JSON.stringify(file));
  parts.use(await startFunctions(context, certificates));
  const relay = parts.use(await startRelay(context, join(stateFolder, 'ports.json')));
  const running = parts.move();
  return { context, targets, relayPid: relay.pid(), [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** As the first machine of the fleet file, each with a boot log of its own. */
function manyTargets({ fleet }: StackContext, count: number): Target[] {
  const [first] = fleet.fleet.targets;
  if (first === undefined) throw new Error('The fleet file has no target.');
  return Array.from({ length: count }, (_, index) => ({
    ...first,
    resourceId: `${first.resourceId}-${index}`,
    name: `${first.name}-${index}`,
    computerName: `${first.computerName}-${index}`,
    vmId: `10000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
  }));
}
