import { openPeers } from '../peers/openPeers.ts';
import type { World } from '../world.ts';
import { budgetTable, type ConsoleResults } from './budgets.ts';
import type { ConsolePath } from './consolePath.ts';
import { echoTable, floodTable } from './consoleTables.ts';
import { measureEcho, warmUpEcho } from './measureEcho.ts';
import { measureFlood } from './measureFlood.ts';
import { openPaths } from './openPaths.ts';
import { countFrames } from './receivedFrames.ts';

/** A person who types, and a key that is held down on a fast machine. */
const typing = { samples: 240, pauseMs: 20 };
const repeating = { samples: 400, pauseMs: 5 };
const uartRounds = 2;
const fastRounds = 5;

/** The whole way of console bytes against the ways that it could be compared with; Markdown. */
export async function measureConsole(world: World, withPeers: boolean): Promise<readonly string[]> {
  await using parts = new AsyncDisposableStack();
  const peers = withPeers ? await openPeers(world, parts) : { paths: [], versions: [], missing: [] };
  const own = await openPaths(world, parts);
  const results = await measurePaths(world, [...own.all, ...peers.paths]);
  return [
    ...(withPeers ? [`Peers: ${peers.versions.join(', ')}.\n`] : []),
    ...peers.missing.map((sentence) => `**Not measured** – ${sentence}\n`),
    ...report(results, own.bare.name),
  ];
}

async function measurePaths({ context }: World, paths: readonly ConsolePath[]): Promise<ConsoleResults> {
  countFrames();
  await warmUpEcho(paths);
  context.say('Echo…');
  const typed = await measureEcho(paths, typing);
  const repeated = await measureEcho(paths, repeating);
  context.say('Output…');
  const uart = await measureFlood(paths, 'uart', uartRounds);
  const fast = await measureFlood(paths, 'fast', fastRounds);
  return { typed, repeated, uart, fast };
}

function report({ typed, repeated, uart, fast }: ConsoleResults, base: string): string[] {
  return [
    `### Keystroke → echo, a key every ${typing.pauseMs} ms (${typing.samples} each)\n`,
    echoTable(typed, base),
    `\n### Keystroke → echo, a key every ${repeating.pauseMs} ms (${repeating.samples} each)\n`,
    echoTable(repeated, base),
    `\n### Output at the speed of an emulated UART, 1 MiB, median of ${uartRounds}\n`,
    floodTable(uart),
    `\n### Output of a port as fast as it is read, 16 MiB, median of ${fastRounds}\n`,
    floodTable(fast),
    '\n### Budgets of a console in this run\n',
    budgetTable({ typed, repeated, uart, fast }, base),
  ];
}
