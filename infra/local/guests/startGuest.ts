import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type GuestOptions, guestCommandLine } from './guestCommandLine.ts';
import { isListening } from './hostMonitor.ts';
import { guestPid, quitGuest } from './quitGuest.ts';

const run = promisify(execFile);
const diesWithStarter = ['setpriv', '--pdeathsig', 'KILL'];

export type Guest = AsyncDisposable & { readonly pid: number; readonly directory: string };

/**
 * Starts a Linux guest under QEMU; resolves when its process runs, which is before the guest has booted.
 * The guest outlives this process and every relay: only dispose, `quitGuest` or the guest itself end it.
 * Rejects when a guest already runs in the directory.
 */
export async function startGuest(options: GuestOptions): Promise<Guest> {
  const { directory, name, log } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const other = await guestPid(directory);
  if (other !== undefined) throw new Error(`A guest already runs in ${directory}, process ${other}.`);
  await makeFifos(directory);
  const output = openSync(join(directory, 'qemu.log'), 'w', 0o600);
  const qemu = ['qemu-system-x86_64', ...guestCommandLine(options)];
  // setpriv becomes QEMU: same process, same id.
  const [program = '', ...words] = options.diesWithStarter === true ? [...diesWithStarter, ...qemu] : qemu;
  const child = spawn(program, words, {
    cwd: directory,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const pid = await running(child, directory);
  await widenFifo(join(directory, 'tty.out'));
  child.unref();
  log(`Guest ${name} runs as process ${pid}.`);
  return { pid, directory, [Symbol.asyncDispose]: async () => endGuest(child, directory) };
}

async function makeFifos(directory: string): Promise<void> {
  const missing = ['tty.in', 'tty.out'].filter((name) => !existsSync(join(directory, name)));
  if (missing.length > 0) await run('mkfifo', ['-m', '600', ...missing], { cwd: directory });
}

/** QEMU takes its lock, the pid file, before it touches anything else: two starts at once leave one guest. */
async function running(child: ChildProcess, directory: string): Promise<number> {
  const failed = once(child, 'exit').then(() => {
    throw new Error(`QEMU ended: ${readFileSync(join(directory, 'qemu.log'), 'utf8').trim()}`);
  });
  const ready = async (): Promise<number> => {
    while (child.exitCode === null && child.signalCode === null) {
      if ((await guestPid(directory)) === child.pid && (await isListening(directory))) break;
      await sleep(10);
    }
    return child.pid ?? 0;
  };
  return Promise.race([failed, ready()]);
}

/**
 * Gives output 1 MiB of room instead of 64 KiB, so that a guest does not wait while its relay restarts. Node
 * has no fcntl; Debian always has perl. Without it the guest only waits sooner.
 */
async function widenFifo(path: string): Promise<void> {
  const setPipeSize = 'open(F, "+<", $ARGV[0]) and fcntl(F, 1031, 1048576)';
  await run('perl', ['-e', setPipeSize, path]).catch(() => undefined);
}

async function endGuest(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.ref();
  await quitGuest(directory);
  await exited;
}
