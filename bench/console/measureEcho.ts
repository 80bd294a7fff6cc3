import { setTimeout as sleep } from 'node:timers/promises';
import { type Summary, summarize } from '../statistics.ts';
import type { ConsolePath } from './consolePath.ts';

const warmUps = 100;
export const echoSamples = 600;
/** Keystrokes on one path before it is the next one's turn. */
const turn = 20;
/** A person is slower; but a pause keeps one keystroke out of the wake of another. */
const pauseMs = 6;
const giveUpMs = 3_000;

export type EchoResult = { readonly name: string; readonly ms: Summary; readonly timeouts: number };

/** One keystroke at a time and its echo, on all paths by turns. */
export async function measureEcho(paths: readonly ConsolePath[]): Promise<readonly EchoResult[]> {
  const samples = new Map<ConsolePath, number[]>(paths.map((path) => [path, []]));
  const timeouts = new Map<ConsolePath, number>();
  for (let done = -warmUps; done < echoSamples; done += turn) {
    for (const path of paths) {
      for (let key = 0; key < turn; key += 1) {
        const ms = await echo(path, 0x61 + (key % 26));
        await sleep(pauseMs);
        if (ms === undefined) timeouts.set(path, (timeouts.get(path) ?? 0) + 1);
        else if (done >= 0) samples.get(path)?.push(ms);
      }
    }
  }
  return paths.map((path) => ({
    name: path.name,
    ms: summarize(samples.get(path) ?? []),
    timeouts: timeouts.get(path) ?? 0,
  }));
}

/** Undefined when nothing came back. */
function echo(path: ConsolePath, key: number): Promise<number | undefined> {
  const bytes = Uint8Array.of(key);
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(undefined), giveUpMs);
    const start = performance.now();
    path.onOutput = () => {
      const ms = performance.now() - start;
      clearTimeout(giveUp);
      resolve(ms);
    };
    path.type(bytes);
  });
}
