import { type FloodKind, floodCommands, floodText } from '../guest/commands.ts';
import { median } from '../statistics.ts';
import type { ConsolePath } from './consolePath.ts';
import { type Received, receivedFrames } from './receivedFrames.ts';

const giveUpMs = 30_000;

type Run = Received & { readonly ms: number; readonly longestSilenceMs: number; readonly exact: boolean };
export type FloodResult = {
  readonly name: string;
  readonly bytes: number;
  readonly ms: number;
  readonly longestSilenceMs: number;
  /** Every byte of every run came once and in order. */
  readonly exact: boolean;
  /** WebSocket messages at the viewer, and the bytes in them, per run. */
  readonly frames: number;
  readonly frameBytes: number;
};

/** The same flood on all paths by turns; medians over the rounds. */
export async function measureFlood(
  paths: readonly ConsolePath[],
  kind: FloodKind,
  rounds: number,
): Promise<readonly FloodResult[]> {
  const runs = new Map<ConsolePath, Run[]>(paths.map((path) => [path, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const path of paths) runs.get(path)?.push(await flood(path, kind));
  }
  return paths.map((path) => {
    const of = runs.get(path) ?? [];
    return {
      name: path.name,
      bytes: floodCommands[kind].bytes,
      ms: median(of.map((run) => run.ms)),
      longestSilenceMs: median(of.map((run) => run.longestSilenceMs)),
      exact: of.every((run) => run.exact),
      frames: median(of.map((run) => run.frames)),
      frameBytes: median(of.map((run) => run.frameBytes)),
    };
  });
}

/** From the keystroke that asks for it to the last byte. */
function flood(path: ConsolePath, kind: FloodKind): Promise<Run> {
  const { bytes: wanted, key } = floodCommands[kind];
  const received = Buffer.alloc(wanted);
  let count = 0;
  let longestSilenceMs = 0;
  return new Promise((resolve) => {
    const before = receivedFrames();
    const start = performance.now();
    let last = start;
    const finish = (): void => {
      clearTimeout(giveUp);
      path.onOutput = () => undefined;
      const after = receivedFrames();
      resolve({
        ms: last - start,
        longestSilenceMs,
        exact: count === wanted && received.equals(floodText(wanted)),
        frames: after.frames - before.frames,
        frameBytes: after.frameBytes - before.frameBytes,
      });
    };
    const giveUp = setTimeout(finish, giveUpMs);
    path.onOutput = (bytes) => {
      const now = performance.now();
      longestSilenceMs = Math.max(longestSilenceMs, now - last);
      last = now;
      received.set(bytes.subarray(0, Math.max(0, wanted - count)), Math.min(count, wanted));
      count += bytes.length;
      if (count >= wanted) finish();
    };
    path.type(Uint8Array.of(key));
  });
}
