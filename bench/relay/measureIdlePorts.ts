import { setTimeout as sleep } from 'node:timers/promises';
import { markdownTable } from '../markdown.ts';
import { cpuMs, residentBytes } from '../webPubSub/processFacts.ts';
import type { Surroundings } from '../world.ts';
import { startManyPorts } from './startManyPorts.ts';

/** Boot texts are stored, and what only the start needed is gone: the relay looks every 10 s whether it may. */
const settleMs = 40_000;
const watchMs = 20_000;

export type IdlePorts = {
  readonly ports: number;
  readonly bytes: number;
  /** Of one core. */
  readonly load: number;
};

/** A relay whose guests have booted and say nothing, with boot logs, journals and heartbeats. */
export async function measureIdlePorts(surroundings: Surroundings, ports: number): Promise<IdlePorts> {
  await using world = await startManyPorts(surroundings, ports, async (_, targets) =>
    targets.map(({ resourceId, computerName }) => ({
      kind: 'simulated',
      targetResourceId: resourceId,
      computerName,
      personality: 'linux',
    })),
  );
  await sleep(settleMs);
  const before = cpuMs(world.relayPid);
  await sleep(watchMs);
  const load = (cpuMs(world.relayPid) - before) / watchMs;
  return { ports, bytes: residentBytes(world.relayPid), load };
}

export function idlePortsTable(results: readonly IdlePorts[]): string {
  return markdownTable(
    ['ports', 'RSS MiB', 'KiB each', 'cores'],
    results.map(({ ports, bytes, load }, index) => {
      const base = results[0];
      const each =
        base === undefined || index === 0 ? Number.NaN : (bytes - base.bytes) / (ports - base.ports);
      return [
        ports.toLocaleString('en'),
        (bytes / 2 ** 20).toFixed(0),
        Number.isNaN(each) ? '' : (each / 1_024).toFixed(0),
        load.toFixed(3),
      ];
    }),
  );
}
