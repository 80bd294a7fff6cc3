import { openBarePath } from './console/barePath.ts';
import { openDirectPath } from './console/directPath.ts';
import { measureEcho } from './console/measureEcho.ts';
import { measureFlood } from './console/measureFlood.ts';
import { countFrames } from './console/receivedFrames.ts';
import { openSallyportPath } from './console/sallyportPath.ts';
import { startScript } from './startScript.ts';
import { measureList } from './storage/measureList.ts';
import { startWorld } from './world.ts';

const say = (text: string): void => console.error(text);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const only = process.argv[2];
await using world = await startWorld({ say, signal: stop.signal }, (context, directories) =>
  startScript(context, 'guest/main.ts', directories),
);
const { context, guests } = world;
if (only !== 'list') {
  await using hub = await startScript(context, 'peers/bareHub.ts', []);
  await using relay = await startScript(context, 'peers/bareRelay.ts', [
    `ws://127.0.0.1:${hub.port}`,
    guests.json,
    guests.binary,
  ]);
  await using paths = new AsyncDisposableStack();
  const json = paths.use(await openBarePath(hub.port, 'json'));
  const binary = paths.use(await openBarePath(hub.port, 'binary'));
  const direct = paths.use(openDirectPath(guests.direct));
  const sallyport = paths.use(await openSallyportPath(world));
  const all = [direct, binary, json, sallyport];
  console.table((await measureEcho(all)).map(({ name, ms, timeouts }) => ({ name, ...ms, timeouts })));
  countFrames();
  console.table(await measureFlood(all, 'uart', 2));
  console.table(await measureFlood(all, 'fast', 3));
}
if (only !== 'console') {
  const list = await measureList(world);
  console.log(JSON.stringify(list));
}
