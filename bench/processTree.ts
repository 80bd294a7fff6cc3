import { readdirSync, readFileSync } from 'node:fs';

/** `/proc` counts in hundredths of a second on every Linux that Node runs on. */
const msPerTick = 10;

export type ProcessFacts = { readonly pid: number; readonly parent: number; readonly cpuMs: number };

/** One line of `/proc/<pid>/stat`. The name in it may hold anything, also spaces and brackets. */
export function parseProcessFacts(stat: string): ProcessFacts {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { pid: Number.parseInt(stat, 10), parent: Number(fields[1]), cpuMs: ticks * msPerTick };
}

/** Processor time of these processes and all that come from them. */
export function treeCpuMs(all: readonly ProcessFacts[], roots: readonly number[]): number {
  let [sum, found] = [0, new Set(roots)];
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  for (const { pid, cpuMs } of all) if (found.has(pid)) sum += cpuMs;
  return sum;
}

/** Those that run now. */
export function runningProcesses(): readonly ProcessFacts[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readFacts(name) : []));
}

function readFacts(pid: string): ProcessFacts[] {
  try {
    return [parseProcessFacts(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    return []; // It ended between the two.
  }
}
