import { existsSync, readFileSync } from 'node:fs';
import { parseProcessFacts } from '../processTree.ts';

/** Processor time that a process has had, in user and kernel mode; not a number once it has ended. */
export function cpuMs(pid: number): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return Number.NaN;
  return parseProcessFacts(readFileSync(path, 'utf8')).cpuMs;
}

/** Memory of a process that is in RAM now. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1_024;
}

/** How many files, sockets among them, this process and those that it starts may have open. */
export function openFilesLimit(): number {
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
}
