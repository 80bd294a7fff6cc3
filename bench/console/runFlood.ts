import { setTimeout as sleep } from 'node:timers/promises';
import { type FloodKind, floodCommands, floodText, stopFlood } from '../guest/commands.ts';
import { runningProcesses, treeCpuMs } from '../processTree.ts';
import type { ConsolePath } from './consolePath.ts';
import { type Received, receivedFrames } from './receivedFrames.ts';

const giveUpMs = 10_000;
/** Nothing for so long means that nothing comes any more. */
const quietMs = 1_000;

export type FloodRun = Received & {
  /** What came, up to what was wanted. */
  readonly bytes: number;
  readonly ms: number;
  readonly longestSilenceMs: number;
  /** What came is what was printed: every byte once, in order. */
  readonly exact: boolean;
  /** All of it came before it was given up. */
  readonly complete: boolean;
  /** Of the processes between viewer and guest, and of this one, which is the viewer. */
  readonly pathCpuMs: number;
  readonly viewerCpuMs: number;
};

/** From the keystroke that asks for it to the last byte. One that is given up is stopped, and waited for until it is quiet. */
export async function runFlood(path: ConsolePath, kind: FloodKind): Promise<FloodRun> {
  const { bytes: wanted } = floodCommands[kind];
  const text = Buffer.alloc(wanted);
  const before = { ...receivedFrames(), pathCpuMs: pathCpuMs(path), viewer: process.cpuUsage() };
  const { count, ms, longestSilenceMs } = await receive(path, kind, text);
  const after = { ...receivedFrames(), pathCpuMs: pathCpuMs(path), viewer: process.cpuUsage(before.viewer) };
  if (count < wanted) await stop(path);
  return {
    bytes: Math.min(count, wanted),
    ms,
    longestSilenceMs,
    exact: count <= wanted && text.subarray(0, count).equals(floodText(wanted).subarray(0, count)),
    complete: count >= wanted,
    frames: after.frames - before.frames,
    frameBytes: after.frameBytes - before.frameBytes,
    pathCpuMs: after.pathCpuMs - before.pathCpuMs,
    viewerCpuMs: (after.viewer.user + after.viewer.system) / 1_000,
  };
}

const pathCpuMs = ({ processes }: ConsolePath): number => treeCpuMs(runningProcesses(), processes);

type Receipt = Pick<FloodRun, 'ms' | 'longestSilenceMs'> & { readonly count: number };

function receive(path: ConsolePath, kind: FloodKind, into: Buffer): Promise<Receipt> {
  let count = 0;
  let longestSilenceMs = 0;
  return new Promise((resolve) => {
    const start = performance.now();
    let last = start;
    const finish = (): void => {
      clearTimeout(giveUp);
      path.onOutput = () => undefined;
      resolve({ count, ms: last - start, longestSilenceMs });
    };
    const giveUp = setTimeout(finish, giveUpMs);
    path.onOutput = (bytes) => {
      const now = performance.now();
      longestSilenceMs = Math.max(longestSilenceMs, now - last);
      last = now;
      into.set(bytes.subarray(0, Math.max(0, into.length - count)), Math.min(count, into.length));
      count += bytes.length;
      if (count >= into.length) finish();
    };
    path.type(Uint8Array.of(floodCommands[kind].key));
  });
}

async function stop(path: ConsolePath): Promise<void> {
  let last = performance.now();
  path.onOutput = () => {
    last = performance.now();
  };
  path.type(Uint8Array.of(stopFlood));
  while (performance.now() - last < quietMs) await sleep(quietMs / 10);
}
