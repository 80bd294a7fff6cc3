import { markdownTable, ms, ratio } from '../markdown.ts';
import { billedRatio } from './billed.ts';
import type { EchoResult } from './measureEcho.ts';
import type { FloodResult } from './measureFlood.ts';

export type ConsoleResults = {
  readonly typed: readonly EchoResult[];
  readonly repeated: readonly EchoResult[];
  readonly uart: readonly FloodResult[];
  readonly fast: readonly FloodResult[];
};

type Row = readonly [budget: string, measured: string, met: boolean];

/** A peer that is not measured has no row, and Sallyport is one of those that are. */
const find = <Result extends { readonly name: string }>(results: readonly Result[], name: string) =>
  results.find((result) => result.name === name);

/** Every budget of a console's bytes, with what this run says of it. `base` is the bare relay of the same encoding. */
export function budgetTable(results: ConsoleResults, base: string): string {
  const rows = [...echoRows(results, base), ...outputRows(results)];
  return markdownTable(
    ['budget', 'measured', 'state'],
    rows.map(([budget, measured, met]) => [budget, measured, met ? 'met' : 'MISSED']),
  );
}

function echoRows({ typed, repeated }: ConsoleResults, base: string): Row[] {
  const against = (results: readonly EchoResult[], pace: string): Row[] => {
    const [own, bare] = [find(results, 'Sallyport'), find(results, base)];
    if (own === undefined || bare === undefined) return [];
    const times = own.ms.p50 / bare.ms.p50;
    return [[`echo p50, ${pace}: ≤ 1.25 × ${base}`, ratio(times), times <= 1.25]];
  };
  const own = find(typed, 'Sallyport')?.ms;
  const ahead = (name: string): Row[] => {
    const peer = find(typed, name)?.ms;
    if (own === undefined || peer === undefined) return [];
    return [[`echo p99: ahead of ${name}`, `${ms(own.p99)} and ${ms(peer.p99)} ms`, own.p99 < peer.p99]];
  };
  const wetty = find(typed, 'WeTTY')?.ms;
  const third: Row[] =
    own === undefined || wetty === undefined
      ? []
      : [['echo p50: < ⅓ of WeTTY', ratio(own.p50 / wetty.p50), own.p50 < wetty.p50 / 3]];
  return [
    ...against(typed, 'typing'),
    ...against(repeated, 'a key held down'),
    ...third,
    ...ahead('WeTTY'),
    ...ahead('shellinabox'),
  ];
}

function outputRows({ uart, fast }: ConsoleResults): Row[] {
  const [own, port] = [find(uart, 'Sallyport'), find(uart, 'the port itself')];
  const [flood, wetty] = [find(fast, 'Sallyport'), find(fast, 'WeTTY')];
  const rows: Row[] = [];
  if (own !== undefined && port !== undefined) {
    const times = own.ms / port.ms;
    rows.push([
      'output of a UART: no loss',
      own.exact ? 'every byte once' : 'NOT exact',
      own.exact && own.complete,
    ]);
    rows.push(['output of a UART: time ≤ 1.05 × the port itself', ratio(times), times <= 1.05]);
    rows.push(['messages per MB: ≤ 1.1 × the floor', ratio(billedRatio(own)), billedRatio(own) <= 1.1]);
  }
  if (flood !== undefined && wetty !== undefined) {
    const [ours, theirs] = [speed(flood), speed(wetty)];
    rows.push([
      'output of a fast port: ahead of WeTTY',
      `${ours.toFixed(1)} and ${theirs.toFixed(1)} MB/s`,
      ours > theirs,
    ]);
  }
  return rows;
}

const speed = ({ bytes, ms: time }: FloodResult): number => bytes / 1_000 / time;
