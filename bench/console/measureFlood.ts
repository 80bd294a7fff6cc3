import type { FloodKind } from '../guest/commands.ts';
import { median } from '../statistics.ts';
import type { ConsolePath } from './consolePath.ts';
import { type FloodRun, runFlood } from './runFlood.ts';

/** Medians of a path's runs; whether every one of them was exact, and complete. */
export type FloodResult = FloodRun & { readonly name: string };

/** The same flood on all paths by turns. A path that gave up once has shown what it can. */
export async function measureFlood(
  paths: readonly ConsolePath[],
  kind: FloodKind,
  rounds: number,
): Promise<readonly FloodResult[]> {
  const runs = new Map<ConsolePath, FloodRun[]>(paths.map((path) => [path, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [path, of] of runs) {
      if (of.every(({ complete }) => complete)) of.push(await runFlood(path, kind));
    }
  }
  return [...runs].map(([{ name }, of]) => ({ name, ...summary(of) }));
}

/** Processor time is told in hundredths of a second: its mean over all runs says more than any median. */
function summary(runs: readonly FloodRun[]): FloodRun {
  const middle = (of: (run: FloodRun) => number): number => median(runs.map(of));
  const mean = (of: (run: FloodRun) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    bytes: middle(({ bytes }) => bytes),
    ms: middle(({ ms }) => ms),
    longestSilenceMs: middle(({ longestSilenceMs }) => longestSilenceMs),
    exact: runs.every(({ exact }) => exact),
    complete: runs.every(({ complete }) => complete),
    frames: middle(({ frames }) => frames),
    frameBytes: middle(({ frameBytes }) => frameBytes),
    pathCpuMs: mean(({ pathCpuMs }) => pathCpuMs),
    viewerCpuMs: mean(({ viewerCpuMs }) => viewerCpuMs),
  };
}
