import type { EchoResult } from '../console/measureEcho.ts';
import { markdownTable, ms, ratio } from '../markdown.ts';
import type { GroupPath } from './groupPath.ts';
import type { FanOutResult } from './measureFanOut.ts';
import type { IdleResult } from './measureIdle.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Results by pairs: the emulator, and what it is compared with. */
export function fanOutTable(pairs: readonly (readonly FanOutResult[])[]): string {
  return markdownTable(
    ['members', 'encoding', 'through', 'delivered/s', '÷ bare', 'cores', 'every message once'],
    pairs.flatMap((pair) =>
      pair.map(({ members, encoding, service, deliveredPerSecond, load, exact }) => [
        whole(members),
        encoding,
        service,
        whole(deliveredPerSecond),
        ratio(deliveredPerSecond / (pair.at(-1)?.deliveredPerSecond ?? Number.NaN)),
        load.toFixed(2),
        exact ? 'yes' : 'NO',
      ]),
    ),
  );
}

export type HopPair = readonly { readonly path: GroupPath; readonly result: EchoResult }[];

export function hopTable(pairs: readonly HopPair[]): string {
  return markdownTable(
    ['message', 'encoding', 'through', 'p50 ms', 'p99 ms', 'added p50 ms', 'lost'],
    pairs.flatMap((pair) =>
      pair.map(({ path, result }) => [
        `${whole(path.payloadBytes)} B`,
        path.encoding,
        path.service.name,
        ms(result.ms.p50),
        ms(result.ms.p99),
        ms(result.ms.p50 - (pair.at(-1)?.result.ms.p50 ?? Number.NaN)),
        String(result.timeouts),
      ]),
    ),
  );
}

export function idleTable(results: readonly IdleResult[]): string {
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return markdownTable(
    ['process', 'connections', 'RSS before MiB', 'RSS MiB', 'KiB each', 'connects/s'],
    results.map(({ service, connections, bytesBefore, bytes, connectMs }) => [
      service,
      whole(connections),
      mebibytes(bytesBefore),
      mebibytes(bytes),
      ((bytes - bytesBefore) / connections / 1_024).toFixed(1),
      whole((connections / connectMs) * 1_000),
    ]),
  );
}
