import { expect, test } from 'vitest';
import { MachineWork } from '../../../../portal/machines/machineWork.ts';

type Answer = { resolve: () => void; reject: (error: unknown) => void };

/** A control plane that finishes when the test says so. */
function world() {
  const asked: [string, string, boolean | undefined][] = [];
  const answers: Answer[] = [];
  let time = 0;
  const work = new MachineWork({
    changePower(...call) {
      asked.push([call[0], call[1], call[2]]);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    now: () => (time += 1),
  });
  return { work, asked, answers, states: () => work.works.map(({ vmId, status }) => `${vmId} ${status}`) };
}

test('an order is under way until it is done', async () => {
  const { work, asked, answers, states } = world();
  const seen: number[] = [];
  work.subscribe(() => seen.push(work.works.length));

  const begun = work.begin({ vmId: 'a', action: 'powerOff', skipShutdown: true });
  expect(work.works).toEqual([
    { vmId: 'a', action: 'powerOff', skipShutdown: true, startTime: 1, status: 'running' },
  ]);
  answers[0]?.resolve();

  expect(await begun).toBe(true);
  expect(states()).toEqual(['a done']);
  expect(asked).toEqual([['a', 'powerOff', true]]);
  expect(seen).toEqual([1, 1]);
});

test('a failure stays with its error until it is dismissed', async () => {
  const { work, answers } = world();
  const error = new Error('The guest did not shut down.');

  const begun = work.begin({ vmId: 'a', action: 'restart' });
  answers[0]?.reject(error);

  expect(await begun).toBe(false);
  expect(work.works).toEqual([{ vmId: 'a', action: 'restart', startTime: 1, status: 'failed', error }]);
  work.dismiss('a');
  expect(work.works).toEqual([]);
});

test('a later order for a machine takes the place of the earlier, whose end no longer counts', async () => {
  const { work, answers, states } = world();
  const first = work.begin({ vmId: 'a', action: 'restart' });
  const other = work.begin({ vmId: 'b', action: 'start' });

  const forced = work.begin({ vmId: 'a', action: 'restart', skipShutdown: true });
  answers[0]?.reject(new Error('OperationPreempted'));
  await first;

  expect(states()).toEqual(['b running', 'a running']);
  answers[1]?.resolve();
  answers[2]?.resolve();
  await Promise.all([other, forced]);
  expect(states()).toEqual(['b done', 'a done']);
});
