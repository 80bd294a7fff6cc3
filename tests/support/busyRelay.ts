import type { PortSource } from '../../relay/ports/portsFile.ts';
import type { ConsoleClient } from './consoleClient.ts';
import { portIdOf, startRelayOfPorts, until } from './relayOfPorts.ts';
import { plainRelay } from './relayProcess.ts';

const group =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/rg-hub/providers/microsoft.compute/virtualmachines';

/** A relay with so many simulated Linux guests, and a person logged in at each. */
export async function startBusyRelay(ports: number) {
  const sources = Array.from(
    { length: ports },
    (_, index): PortSource => ({
      kind: 'simulated',
      targetResourceId: `${group}/vm-${index}`,
      computerName: `vm-${index}`,
      personality: 'linux',
    }),
  );
  const world = await startRelayOfPorts({ sources, script: plainRelay });
  const consoles = await Promise.all(
    sources.map(({ targetResourceId }, index) =>
      world.openAt(portIdOf(targetResourceId), `s${index}`, { resumeOffset: 0 }),
    ),
  );
  for (const console of consoles) console.type('alice\rcorrect-horse\r');
  await until(() => consoles.every((console) => text(console).endsWith('$ ')), world.relay, 60_000);
  return Object.assign(world, { consoles });
}

export const text = (console: ConsoleClient): string => console.shown().toString('latin1');
export const offset = (console: ConsoleClient): number => console.viewer.offset ?? 0;
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
