import { markdownTable, megabytesPerSecond, ms, ratio } from '../markdown.ts';
import { billedRatio, hasFrames } from './billed.ts';
import type { EchoResult } from './measureEcho.ts';
import type { FloodResult } from './measureFlood.ts';

/** Against the path whose name is `base`. */
export function echoTable(results: readonly EchoResult[], base: string): string {
  const floor = results.find(({ name }) => name === base)?.ms.p50 ?? Number.NaN;
  return markdownTable(
    ['path', 'p50 ms', 'p95 ms', 'p99 ms', `p50 ÷ ${base}`, 'no echo'],
    results.map(({ name, ms: { p50, p95, p99 }, timeouts }) => [
      name,
      ms(p50),
      ms(p95),
      ms(p99),
      ratio(p50 / floor),
      String(timeouts),
    ]),
  );
}

const megabytes = ({ bytes }: FloodResult): number => bytes / 1_000_000;

export function floodTable(results: readonly FloodResult[]): string {
  return markdownTable(
    [
      'path',
      'MB/s',
      'longest silence ms',
      'every byte once',
      'CPU ms/MB',
      'viewer ms/MB',
      'messages/MB',
      'billed ÷ floor',
    ],
    results.map((result) => [
      result.name,
      megabytesPerSecond(result.bytes, result.ms),
      ms(result.longestSilenceMs),
      exactness(result),
      (result.pathCpuMs / megabytes(result)).toFixed(1),
      (result.viewerCpuMs / megabytes(result)).toFixed(1),
      hasFrames(result) ? (result.frames / megabytes(result)).toFixed(0) : '',
      hasFrames(result) ? ratio(billedRatio(result)) : '',
    ]),
  );
}

function exactness(result: FloodResult): string {
  if (!result.exact) return 'NO';
  return result.complete ? 'yes' : `yes, of ${megabytes(result).toFixed(2)} MB in 10 s`;
}
