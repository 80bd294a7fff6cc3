import { cpus, loadavg, totalmem } from 'node:os';
import { measureConsole } from './console/measureConsole.ts';
import { startScript } from './startScript.ts';
import { listTable, refreshTable } from './storage/listTables.ts';
import { measureList } from './storage/measureList.ts';
import { startWorld, type World } from './world.ts';

/** `npm run bench [console|list]`: tables on stdout, all from one run; docs/bench.md tells how to read them. */
const [only] = process.argv.slice(2);
const say = (text: string): void => console.error(text);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

function machine(): string {
  const [cpu, ...others] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg().map((value) => value.toFixed(1));
  return `${others.length + 1} × ${cpu?.model ?? 'unknown'}, ${gibibytes} GiB, Node ${process.version}, load average ${load.join(' ')}`;
}

async function measure(world: World): Promise<void> {
  const print = (lines: readonly string[]): void => console.log(lines.join('\n'));
  print([`Measured ${new Date().toISOString()} on ${machine()}.\n`]);
  if (only !== 'list') print(await measureConsole(world));
  if (only === 'console') return;
  say('Lists…');
  const list = await measureList(world);
  print(['\n### Lists of sessions\n', listTable(list), '', refreshTable(list)]);
  if (list.refresh.unanswered > 0) print(['\nThe relay did not answer every refresh.']);
  print(['\nNot measured: WeTTY, shellinabox, websockify, which this does not install.']);
}

say('Starting what is measured…');
await using world = await startWorld({ say, signal: stop.signal }, (context, directories) =>
  startScript(context, 'guest/main.ts', directories),
);
const interrupted = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
await Promise.race([measure(world), interrupted]);
if (stop.signal.aborted) process.exitCode = 130;
