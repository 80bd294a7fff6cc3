import { offset, startBusyRelay, sum } from '../../tests/support/busyRelay.ts';
import { until } from '../../tests/support/relayOfPorts.ts';
import { markdownTable } from '../markdown.ts';

const floodBytes = 524_288;
const timeoutMs = 60_000;

export type Fairness = {
  readonly ports: number;
  readonly bytesPerSecond: number;
  /** What the slowest viewer had when all together had half, of the mean. */
  readonly slowest: number;
};

/** All guests begin to flood at once, each in front of a viewer of its own. */
export async function measureFairness(ports: number): Promise<Fairness> {
  await using world = await startBusyRelay(ports);
  const { consoles, relay } = world;
  const begun = consoles.map(offset);
  const shown = (): number[] => consoles.map((console, index) => offset(console) - (begun[index] ?? 0));
  const start = performance.now();
  for (const console of consoles) console.type(`flood ${floodBytes}\r`);
  await until(() => sum(shown()) >= (floodBytes * ports) / 2, relay, timeoutMs);
  const half = shown();
  await until(() => Math.min(...shown()) >= floodBytes, relay, timeoutMs);
  const bytesPerSecond = sum(shown()) / ((performance.now() - start) / 1_000);
  return { ports, bytesPerSecond, slowest: Math.min(...half) / (sum(half) / ports) };
}

export function fairnessTable({ ports, bytesPerSecond, slowest }: Fairness): string {
  return markdownTable(
    ['ports', 'MB/s, all', 'slowest ÷ mean'],
    [[String(ports), (bytesPerSecond / 1e6).toFixed(1), slowest.toFixed(2)]],
  );
}
