import { startScript } from '../startScript.ts';
import type { World } from '../world.ts';
import { openBarePath } from './barePath.ts';
import type { ConsolePath } from './consolePath.ts';
import { openDirectPath } from './directPath.ts';
import { openSallyportPath } from './sallyportPath.ts';

export type OwnPaths = {
  /** What budgets are stated against: two hops in Sallyport's encoding, and nothing else. */
  readonly bare: ConsolePath;
  readonly sallyport: ConsolePath;
  readonly all: readonly ConsolePath[];
};

/** Sallyport, and the least that could stand in its place. */
export async function openPaths(world: World, parts: AsyncDisposableStack): Promise<OwnPaths> {
  const { context, guests } = world;
  const hub = parts.use(await startScript(context, 'peers/bareHub.ts', []));
  const url = `ws://127.0.0.1:${hub.port}`;
  const ends = [url, guests.json, guests.binary];
  const relay = parts.use(await startScript(context, 'peers/bareRelay.ts', ends));
  const processes = [hub.pid, relay.pid];
  const direct = parts.use(openDirectPath(guests.direct));
  const binary = parts.use(await openBarePath(hub.port, 'binary', processes));
  const bare = parts.use(await openBarePath(hub.port, 'json', processes));
  const sallyport = parts.use(await openSallyportPath(world));
  return { bare, sallyport, all: [direct, binary, bare, sallyport] };
}
