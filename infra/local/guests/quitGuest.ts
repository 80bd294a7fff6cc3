import { readFileSync, realpathSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askToQuit } from './hostMonitor.ts';

const graceMs = 5_000;

/**
 * Ends the guest that runs in `directory`, whoever started it; resolves once its process is gone, at once if
 * there is none. Asks QEMU to quit and, if it does not, kills it.
 */
export async function quitGuest(directory: string): Promise<void> {
  const pid = await guestPid(directory);
  if (pid === undefined) return;
  await askToQuit(directory);
  for (const deadline = performance.now() + graceMs; (await guestPid(directory)) === pid; await sleep(10)) {
    if (performance.now() > deadline) process.kill(pid, 'SIGKILL');
  }
}

/** The guest's process id, undefined when none runs there. A pid is only believed if it works in this folder. */
export async function guestPid(directory: string): Promise<number | undefined> {
  try {
    const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
    return (await readlink(`/proc/${pid}/cwd`)) === realpathSync(directory) ? pid : undefined;
  } catch {
    return undefined; // No pid file, or no such process any more.
  }
}
