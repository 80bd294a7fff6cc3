import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** The first line of output for which this holds means that the process serves. */
  readonly isReady: (line: string) => boolean;
  /** Called when it ends without having been asked to. */
  readonly onExit: (why: string) => void;
  /** Aborted while it starts, it is ended and the start fails. */
  readonly signal: AbortSignal;
};

export type Child = AsyncDisposable & { readonly pid: number };

/** How long a process may take to end by itself before it is killed. */
const graceMs = 8_000;

/** A part that says nothing for so long will not start any more. */
const startMs = 60_000;

const endWithStack = fileURLToPath(new URL('endWithStack.mjs', import.meta.url));

/** Starts one Node process of the stack; resolves when it is ready. Its output goes to its log file. */
export async function startChild(options: ChildOptions): Promise<Child> {
  options.signal.throwIfAborted();
  const log = createWriteStream(options.logFile, { flags: 'a' });
  // A process group of its own: Ctrl-C reaches only the stack, which then ends its parts in order.
  const child = spawn(process.execPath, ['--import', endWithStack, ...options.args], {
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let ending = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `code ${code}` : signal));
  });
  child.stderr.pipe(log, { end: false });
  const failed = exited.then((how) => {
    throw new Error(`${options.name} did not start (${how}). Its log: ${options.logFile}`);
  });
  try {
    await Promise.race([readyLine(child, log, options.isReady), failed, tooLate(options)]);
  } catch (fault) {
    ending = true;
    await end(child, exited);
    throw fault;
  } finally {
    failed.catch(() => undefined); // From now on `exited` tells.
  }
  void exited.then((how) => {
    if (!ending) options.onExit(`${options.name} ended unexpectedly (${how}). Its log: ${options.logFile}`);
  });
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      ending = true;
      await end(child, exited);
      log.end();
    },
  };
}

function tooLate({ name, logFile, signal }: ChildOptions): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${name} was not ready after ${startMs / 1000} s. Its log: ${logFile}`));
    }, startMs);
    timer.unref();
    signal.addEventListener('abort', () => reject(new Error('Stopped while starting.')), { once: true });
  });
}

/** Goes on reading afterwards: a full pipe would stop the process. */
function readyLine(
  child: ChildProcess,
  log: NodeJS.WritableStream,
  isReady: (line: string) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      if (isReady(line)) resolve();
    });
  });
}

async function end(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(killer);
}
