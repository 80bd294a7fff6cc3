import { expect, test } from 'vitest';
import { createAnswer } from '../../../../relay/operations/createAnswer.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { silentLog } from '../../../support/silentLog.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function say(...faults: number[]) {
  const clock = createManualSchedule();
  let calls = 0;
  const answer = createAnswer({
    controlPlane: {
      async answer() {
        const status = faults[calls];
        calls += 1;
        if (status !== undefined) throw Object.assign(new Error('no'), { status });
      },
    },
    schedule: clock.schedule,
    random: () => 0,
    log: silentLog,
  });
  const heard = answer('o1', { status: 'InProgress' });
  for (let round = 0; round < 20; round += 1) {
    await turn();
    clock.runAll();
  }
  return { heard: await heard, calls };
}

test('is said until it is heard', async () => {
  expect(await say(503, 500)).toEqual({ heard: true, calls: 3 });
});

test('is not said again where nobody knows the operation any more', async () => {
  expect(await say(503, 404)).toEqual({ heard: false, calls: 2 });
});

test('is given up when nobody can wait for it any longer', async () => {
  expect(await say(...Array.from({ length: 20 }, () => 503))).toEqual({ heard: false, calls: 12 });
});
