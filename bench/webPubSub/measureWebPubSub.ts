import { type ScriptContext, startScript } from '../startScript.ts';
import { groupEncodings } from './groupCodec.ts';
import { bareService, emulatorService, type GroupService } from './groupService.ts';
import { type FanOutResult, measureFanOut } from './measureFanOut.ts';
import { measureHop } from './measureHop.ts';
import { type IdleResult, measureIdle } from './measureIdle.ts';
import { startEmulator } from './startEmulator.ts';
import { fanOutTable, hopTable, idleTable } from './webPubSubTables.ts';

const groupSizes = [1, 10, 1_000];

type Bench = ScriptContext & {
  readonly say: (text: string) => void;
  /** Ends what was started, also when the bench is interrupted. */
  readonly parts: AsyncDisposableStack;
};

/** The emulator alone, beside a hub that does nothing but forward; Markdown. */
export async function measureWebPubSub(bench: Bench): Promise<readonly string[]> {
  bench.say('Web PubSub: one message…');
  const services = await startServices(bench);
  const hops = await measureHop(services);
  bench.say('Web PubSub: fan-out…');
  const fanOuts: (readonly FanOutResult[])[] = [];
  for (const members of groupSizes) {
    for (const encoding of groupEncodings) fanOuts.push(await measureFanOut(services, encoding, members));
  }
  bench.say('Web PubSub: idle connections…');
  const idle: IdleResult[] = [];
  for (const service of await startServices(bench)) idle.push(await measureIdle(bench, service));
  return [
    '### Web PubSub emulator: from one client to another\n',
    hopTable(hops),
    '\n### Web PubSub emulator: messages of 1 KB to a group\n',
    fanOutTable(fanOuts),
    '\n### Web PubSub emulator: idle connections\n',
    idleTable(idle),
  ];
}

/** The emulator first, then what it is compared with. */
async function startServices(bench: Bench): Promise<readonly GroupService[]> {
  const { parts } = bench;
  return [
    emulatorService(parts.use(await startEmulator(bench))),
    bareService(parts.use(await startScript(bench, 'peers/bareGroups.ts', []))),
  ];
}
