import { expect, test } from 'vitest';
import { runPowerAction } from '../../../../relay/operations/runPowerAction.ts';
import type { MachinePower, PowerAction } from '../../../../shared/contracts/machineOperation.ts';
import { operatedGuest } from '../../../support/operatedGuest.ts';

async function world() {
  const guest = await operatedGuest();
  const phases: MachinePower[] = [];
  const abort = new AbortController();
  const run = (action: PowerAction, skipShutdown = false): Promise<string | undefined> =>
    guest.pass(
      runPowerAction(
        {
          ...guest,
          signal: abort.signal,
          shutdownMs: 12_000,
          onPhase: (phase) => void phases.push(phase),
        },
        { action, skipShutdown },
      ),
    );
  return { ...guest, phases, abort, run };
}

const boots = (output: string): number => output.split('Linux version').length - 1;

test('a restart asks the guest, waits for it, and starts it again', async () => {
  const { run, phases, output, port } = await world();

  await run('restart');

  expect([phases, port.power, boots(output())]).toEqual([['stopping', 'starting'], 'running', 2]);
  expect(output()).toContain('The system is going down.');
});

test('a restart that does not ask is the reset button', async () => {
  const { run, phases, output } = await world();

  await run('restart', true);

  expect([phases, boots(output())]).toEqual([[], 2]);
  expect(output()).not.toContain('The system is going down.');
});

test.each(['restart', 'powerOff'] as const)(
  'a guest that ignores the button makes %s fail, and runs on',
  async (action) => {
    const { run, guest, port, output } = await world();
    guest.ignorePowerButton();

    await expect(run(action)).rejects.toMatchObject({ code: 'GuestDidNotShutDown' });
    expect([port.power, boots(output())]).toEqual(['running', 1]);
  },
);

test('a guest that was still booting is asked again', async () => {
  const { run, control, port } = await world();
  let presses = 0;
  const button = { ...control };
  control.pressPowerButton = async () => {
    presses += 1;
    if (presses === 2) await button.pressPowerButton();
  };

  await run('powerOff');

  expect([presses, port.power]).toEqual([2, 'stopped']);
});

test('power that is cut is not asked for', async () => {
  const { run, output, port, phases } = await world();

  await run('powerOff', true);
  await run('powerOff');

  expect([port.power, phases]).toEqual(['stopped', ['stopping', 'stopping']]);
  expect(output()).not.toContain('The system is going down.');
});

test('deallocating asks, and cuts the power of a guest that ignores it, saying so', async () => {
  const asked = await world();
  const ignoring = await world();
  ignoring.guest.ignorePowerButton();

  expect(await asked.run('deallocate')).toBeUndefined();
  expect(await ignoring.run('deallocate')).toBe('The guest did not shut down in time: its power was cut.');
  expect([asked.port.power, ignoring.port.power]).toEqual(['stopped', 'stopped']);
  expect(asked.phases).toEqual(['deallocating']);
});

test('a start of what runs changes nothing; a reset or restart of what is off is refused', async () => {
  const { run, output, port } = await world();
  await run('start');
  expect(boots(output())).toBe(1);

  await run('powerOff');

  await expect(run('restart')).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  await expect(run('reset')).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  await run('start');
  expect([port.power, boots(output())]).toEqual(['running', 2]);
});

test('a hypervisor that takes the order and does nothing is told as such', async () => {
  const { run, control } = await world();
  control.cutPower = async () => undefined;

  await expect(run('powerOff', true)).rejects.toMatchObject({ code: 'HypervisorUnavailable' });
});

test('one whose place is taken stops where it is', async () => {
  const { run, guest, abort, port } = await world();
  guest.ignorePowerButton();
  const running = run('restart');
  abort.abort(new Error('preempted'));

  await expect(running).rejects.toThrow('preempted');
  expect(port.power).toBe('running');
});
