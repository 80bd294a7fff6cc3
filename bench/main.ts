import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { measureAccess } from './access/measureAccess.ts';
import { measureConsole } from './console/measureConsole.ts';
import { measurePortal } from './portal/measurePortal.ts';
import { fairnessTable, measureFairness } from './relay/measureFairness.ts';
import { type IdlePorts, idlePortsTable, measureIdlePorts } from './relay/measureIdlePorts.ts';
import { startScript } from './startScript.ts';
import { listTable, refreshTable, sweepTable } from './storage/listTables.ts';
import { measureList } from './storage/measureList.ts';
import { measureWebPubSub } from './webPubSub/measureWebPubSub.ts';
import { startWorld } from './world.ts';

/** `npm run bench [access|console|peers|list|portal|relay|webpubsub]`: tables on stdout, all from one run; docs/bench.md tells how to read them. */
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

/** What starts by itself what it needs. */
const withoutStack = ['webpubsub', 'relay', 'access', 'portal'];

const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

async function measure(parts: AsyncDisposableStack): Promise<void> {
  print([`Measured ${new Date().toISOString()} on ${machine()}.\n`]);
  if (only === undefined || only === 'webpubsub') await measureEmulator(parts);
  if (only === undefined || only === 'relay') await measureRelay();
  if (only === undefined || only === 'access') {
    say('Access…');
    print(['### Access\n', await measureAccess(), '']);
  }
  if (only === 'portal') {
    say('The portal…');
    print(['### The portal\n', ...(await measurePortal({ say, signal: stop.signal })), '']);
  }
  if (only === undefined || !withoutStack.includes(only)) await measureStack(parts);
}

/** Before the stack is there, which it does not need. */
async function measureEmulator(all: AsyncDisposableStack): Promise<void> {
  const parts = all.use(new AsyncDisposableStack());
  const logs = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  parts.defer(() => rmSync(logs, { recursive: true, force: true }));
  const logFile = (name: string): string => join(logs, `${name}.log`);
  print(await measureWebPubSub({ say, onFailure: say, signal: stop.signal, logFile, parts }));
  print(['']);
  await parts.disposeAsync();
}

async function measureRelay(): Promise<void> {
  say('Idle ports…');
  const results: IdlePorts[] = [];
  for (const ports of [1, 1_000]) results.push(await measureIdlePorts({ say, signal: stop.signal }, ports));
  print(['### Relay: idle ports\n', idlePortsTable(results), '']);
  say('Busy ports…');
  print(['### Relay: busy ports\n', fairnessTable(await measureFairness(100)), '']);
}

async function measureStack(parts: AsyncDisposableStack): Promise<void> {
  say('Starting what is measured…');
  const world = parts.use(
    await startWorld({ say, signal: stop.signal }, (context, directories) =>
      startScript(context, 'guest/main.ts', directories),
    ),
  );
  if (only !== 'list') print(await measureConsole(world, only !== 'console'));
  if (only === 'console' || only === 'peers') return;
  say('Lists…');
  const list = await measureList(world);
  print(['\n### Lists of sessions\n', listTable(list), '', refreshTable(list), '', sweepTable(list)]);
  if (list.refresh.unanswered > 0) print(['\nThe relay did not answer every refresh.']);
}

const interrupted = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
{
  await using parts = new AsyncDisposableStack();
  await Promise.race([measure(parts), interrupted]);
}
// What was interrupted may still wait for answers that will not come.
if (stop.signal.aborted) process.exit(130);
