import { expect, test } from 'vitest';
import { budgetTable, type ConsoleResults } from '../../../../bench/console/budgets.ts';
import type { EchoResult } from '../../../../bench/console/measureEcho.ts';
import type { FloodResult } from '../../../../bench/console/measureFlood.ts';

const base = 'bare, json';
const echo = (name: string, p50: number, p99: number): EchoResult => ({
  name,
  ms: { p50, p95: p99, p99 },
  timeouts: 0,
});
const flood = (name: string, ms: number, rest: Partial<FloodResult> = {}): FloodResult => ({
  name,
  bytes: 1_000_000,
  ms,
  longestSilenceMs: 1,
  exact: true,
  complete: true,
  frames: 600,
  frameBytes: 1_400_000,
  pathCpuMs: 10,
  viewerCpuMs: 5,
  ...rest,
});

/** State by budget. */
function states(results: ConsoleResults): Record<string, string> {
  const [, , ...lines] = budgetTable(results, base).split('\n');
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(cells.map(([, budget = '', , state = '']) => [budget, state]));
}

test('a run in which Sallyport is fast enough meets every budget', () => {
  const all = [echo('Sallyport', 0.6, 2), echo(base, 0.5, 2), echo('WeTTY', 3, 9), echo('shellinabox', 1, 4)];
  const uart = [flood('the port itself', 2_400), flood('Sallyport', 2_410)];
  const fast = [flood('Sallyport', 20), flood('WeTTY', 30)];

  const table = states({ typed: all, repeated: all, uart, fast });

  expect(Object.values(table)).toEqual(Array.from({ length: 9 }, () => 'met'));
});

test('each budget is missed by itself', () => {
  const all = [echo('Sallyport', 1.1, 9), echo(base, 0.5, 2), echo('WeTTY', 3, 8), echo('shellinabox', 1, 4)];
  const uart = [
    flood('the port itself', 2_400),
    flood('Sallyport', 2_600, { exact: false, frameBytes: 1_600_000 }),
  ];
  const fast = [flood('Sallyport', 40), flood('WeTTY', 30)];

  const table = states({ typed: all, repeated: all, uart, fast });

  expect(Object.values(table)).toEqual(Array.from({ length: 9 }, () => 'MISSED'));
});

test('without peers only the budgets that need none are stated', () => {
  const own = [echo('Sallyport', 0.6, 2), echo(base, 0.5, 2)];
  const floods = [flood('the port itself', 2_400), flood('Sallyport', 2_410)];

  const table = states({ typed: own, repeated: own, uart: floods, fast: floods });

  expect(Object.keys(table)).toEqual([
    'echo p50, typing: ≤ 1.25 × bare, json',
    'echo p50, a key held down: ≤ 1.25 × bare, json',
    'output of a UART: no loss',
    'output of a UART: time ≤ 1.05 × the port itself',
    'messages per MB: ≤ 1.1 × the floor',
  ]);
});
