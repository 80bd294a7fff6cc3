import { setTimeout as sleep } from 'node:timers/promises';
import { type Summary, summarize } from '../statistics.ts';
import type { ConsolePath } from './consolePath.ts';

/** Without pauses: the engine compiles what runs often, and a long way has more code to compile. */
const warmUps = 500;
/** Keystrokes on one path before it is the next one's turn. */
const turn = 20;
const giveUpMs = 3_000;

export type EchoResult = { readonly name: string; readonly ms: Summary; readonly timeouts: number };

export type EchoOptions = {
  readonly samples: number;
  /** Between an echo and the next keystroke, and up to a fifth more: nothing may fall into step. */
  readonly pauseMs: number;
};

export async function warmUpEcho(paths: readonly ConsolePath[]): Promise<void> {
  for (const path of paths) {
    for (let key = 0; key < warmUps; key += 1) await echo(path, 0x61 + (key % 26));
  }
}

/** One keystroke at a time and its echo, on all paths by turns. */
export async function measureEcho(
  paths: readonly ConsolePath[],
  options: EchoOptions,
): Promise<readonly EchoResult[]> {
  const samples = new Map<ConsolePath, number[]>(paths.map((path) => [path, []]));
  const timeouts = new Map<ConsolePath, number>();
  for (let done = 0; done < options.samples; done += turn) {
    for (const path of paths) {
      for (let key = 0; key < turn; key += 1) {
        const ms = await echo(path, 0x61 + (key % 26));
        await sleep(options.pauseMs * (1 + Math.random() / 5));
        if (ms === undefined) timeouts.set(path, (timeouts.get(path) ?? 0) + 1);
        else samples.get(path)?.push(ms);
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
