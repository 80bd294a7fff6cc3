import { startScript } from '../startScript.ts';
import type { World } from '../world.ts';
import { openBarePath } from './barePath.ts';
import { echoTable, floodTable } from './consoleTables.ts';
import { openDirectPath } from './directPath.ts';
import { measureEcho, warmUpEcho } from './measureEcho.ts';
import { measureFlood } from './measureFlood.ts';
import { countFrames } from './receivedFrames.ts';
import { openSallyportPath } from './sallyportPath.ts';

/** A person who types, and a key that is held down on a fast machine. */
const typing = { samples: 240, pauseMs: 20 };
const repeating = { samples: 400, pauseMs: 5 };

/** The whole way of console bytes against the ways that it could be compared with; Markdown. */
export async function measureConsole(world: World): Promise<readonly string[]> {
  const { context, guests } = world;
  await using parts = new AsyncDisposableStack();
  const hub = parts.use(await startScript(context, 'peers/bareHub.ts', []));
  const url = `ws://127.0.0.1:${hub.port}`;
  parts.use(await startScript(context, 'peers/bareRelay.ts', [url, guests.json, guests.binary]));
  const direct = parts.use(openDirectPath(guests.direct));
  const binary = parts.use(await openBarePath(hub.port, 'binary'));
  const json = parts.use(await openBarePath(hub.port, 'json'));
  const sallyport = parts.use(await openSallyportPath(world));
  const paths = [direct, binary, json, sallyport];
  await warmUpEcho(paths);
  context.say('Echo…');
  const typed = await measureEcho(paths, typing);
  const repeated = await measureEcho(paths, repeating);
  context.say('Output…');
  countFrames();
  const uart = await measureFlood(paths, 'uart', 2);
  const fast = await measureFlood(paths, 'fast', 5);
  return [
    `### Keystroke → echo, a key every ${typing.pauseMs} ms (${typing.samples} each)\n`,
    echoTable(typed, json.name),
    `\n### Keystroke → echo, a key every ${repeating.pauseMs} ms (${repeating.samples} each)\n`,
    echoTable(repeated, json.name),
    '\n### Output at the speed of an emulated UART, 1 MiB, median of 2\n',
    floodTable(uart, json.name),
    '\n### Output of a port as fast as it is read, 16 MiB, median of 5\n',
    floodTable(fast, json.name),
  ];
}
