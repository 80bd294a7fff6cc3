import { setTimeout as wait } from 'node:timers/promises';
import { createTerminal } from './console/createTerminal.ts';
import { run } from './run.ts';

/** The process edge of the command line: docs/cli.md. */
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());

// Whoever read it is gone, such as `head` or a terminal that was closed: what is under way is still ended properly.
process.stdout.on('error', () => {});

const exitCode = await run(
  {
    environment: process.env,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    terminal: createTerminal(process),
    fetch,
    now: () => performance.now(),
    wait: (delayMs) => wait(delayMs),
    signal: stopping.signal,
  },
  process.argv.slice(2),
);
// The client of a console that was left keeps a timer for half a minute. Nobody waits for that; what was written
// is waited for.
process.stderr.write('', () => process.stdout.write('', () => process.exit(exitCode)));
