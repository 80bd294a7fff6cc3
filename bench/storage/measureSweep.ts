import { openTables } from '../../shared/azure/tables.ts';
import { sweepSessions } from '../../shared/sessions/sweepSessions.ts';
import { countRequests } from '../../tests/support/countRequests.ts';
import { sweepDeps } from '../../tests/support/sweepWorld.ts';
import { type Summary, summarize } from '../statistics.ts';
import type { CountedRequest } from './requestCounter.ts';

const warmUps = 5;
const samples = 50;

export type SweepResult = { readonly ms: Summary; readonly calls: readonly CountedRequest[] };

/** What the timer costs every ten seconds while nothing is due. */
export async function measureSweep(storage: string): Promise<SweepResult> {
  const tables = openTables(storage);
  const deps = { ...sweepDeps(tables), now: Date.now };
  const count = countRequests(tables);
  const times: number[] = [];
  let requests: readonly string[] = [];
  for (let round = -warmUps; round < samples; round += 1) {
    requests = await count(async () => {
      const start = performance.now();
      const { looked } = await sweepSessions(deps);
      if (looked > 0) throw new Error(`${looked} sessions were due.`);
      if (round >= 0) times.push(performance.now() - start);
    });
  }
  const calls = requests.map((one) => {
    const [method = '', table = ''] = one.split(' ');
    return { method, table };
  });
  return { ms: summarize(times), calls };
}
