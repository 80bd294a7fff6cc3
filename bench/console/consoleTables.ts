import { markdownTable, megabytesPerSecond, ms, ratio } from '../markdown.ts';
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

/** What Web PubSub bills: its outbound bytes in units of 2 KB. */
const billedBytes = 2_048;
const base64 = 4 / 3;
/** The port itself has no WebSocket; what little is counted meanwhile belongs to an idle path. */
const hasFrames = ({ frames }: FloodResult): boolean => frames > 10;

export function floodTable(results: readonly FloodResult[], base: string): string {
  const floor = results.find(({ name }) => name === base)?.ms ?? Number.NaN;
  return markdownTable(
    ['path', 'MB/s', `time ÷ ${base}`, 'longest silence ms', 'every byte once', 'frames', 'billed ÷ floor'],
    results.map((result) => [
      result.name,
      megabytesPerSecond(result.bytes, result.ms),
      ratio(result.ms / floor),
      ms(result.longestSilenceMs),
      result.exact ? 'yes' : 'NO',
      hasFrames(result) ? String(result.frames) : '',
      hasFrames(result) ? billedRatio(result) : '',
    ]),
  );
}

function billedRatio({ name, bytes, frameBytes }: FloodResult): string {
  const floor = name.includes('binary') ? bytes : bytes * base64;
  return ratio(Math.ceil(frameBytes / billedBytes) / Math.ceil(floor / billedBytes));
}
