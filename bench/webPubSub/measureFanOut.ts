import { median } from '../statistics.ts';
import type { GroupEncoding } from './groupCodec.ts';
import type { GroupService } from './groupService.ts';
import { type Group, openGroup } from './openGroup.ts';
import { cpuMs } from './processFacts.ts';

/** Payload of every message. */
const payloadBytes = 1_024;
const warmUpMs = 500;
const runMs = 800;
const rounds = 3;
const giveUpMs = 10_000;

export type FanOutResult = {
  readonly service: string;
  readonly encoding: GroupEncoding;
  readonly members: number;
  readonly deliveredPerSecond: number;
  /** Processor time of the service ÷ time: 1 is one core. */
  readonly load: number;
  /** Every member got every message once, and nothing else. */
  readonly exact: boolean;
};

type Run = Pick<FanOutResult, 'deliveredPerSecond' | 'load' | 'exact'>;

/** The same group in all services, by turns; medians over the rounds. */
export async function measureFanOut(
  services: readonly GroupService[],
  encoding: GroupEncoding,
  members: number,
): Promise<readonly FanOutResult[]> {
  using groups = new DisposableStack();
  const runs = new Map<GroupService, { group: Group; runs: Run[] }>();
  for (const service of services) {
    const group = groups.use(await openGroup(service, { encoding, members, payloadBytes }));
    await run(service, group, warmUpMs);
    runs.set(service, { group, runs: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [service, of] of runs) of.runs.push(await run(service, of.group, runMs));
  }
  return [...runs].map(([{ name }, { runs: of }]) => ({
    service: name,
    encoding,
    members,
    deliveredPerSecond: median(of.map(({ deliveredPerSecond }) => deliveredPerSecond)),
    load: median(of.map(({ load }) => load)),
    exact: of.every(({ exact }) => exact),
  }));
}

/**
 * Messages on their way at a time: enough that the service never waits, and few enough that it does not take a
 * member for one that does not read.
 */
const windowOf = (members: number): number => (members > 100 ? 8 : 128);

/** Sends for so long, and waits for the last message. */
function run({ pid }: GroupService, { members, send, expected }: Group, forMs: number): Promise<Run> {
  const counts = members.map(() => 0);
  const window = windowOf(members.length);
  let sent = 0;
  let delivered = 0;
  return new Promise((resolve) => {
    const cpuBefore = cpuMs(pid);
    const start = performance.now();
    const isOver = (): boolean => performance.now() - start >= forMs;
    const finish = (): void => {
      clearTimeout(giveUp);
      for (const member of members) member.removeAllListeners('message');
      const ms = performance.now() - start;
      resolve({
        deliveredPerSecond: (delivered / ms) * 1_000,
        load: (cpuMs(pid) - cpuBefore) / ms,
        exact: counts.every((count) => count === sent),
      });
    };
    const giveUp = setTimeout(finish, giveUpMs);
    const pump = (): void => {
      while (sent - Math.floor(delivered / members.length) < window && !isOver()) {
        send();
        sent += 1;
      }
    };
    for (const [index, member] of members.entries()) {
      member.on('message', (frame: Buffer) => {
        counts[index] = (counts[index] ?? 0) + (frame.equals(expected) ? 1 : Number.NaN);
        delivered += 1;
        if (delivered % members.length !== 0) return;
        pump();
        if (delivered === sent * members.length) finish();
      });
    }
    pump();
  });
}
