import { expect, test } from 'vitest';
import { runCommand } from '../../../../relay/operations/runCommand.ts';
import { operatedGuest } from '../../../support/operatedGuest.ts';

test('an NMI that the kernel goes on after is explained by its settings', async () => {
  const world = await operatedGuest();

  expect(await world.pass(runCommand(world, { action: 'nmi' }))).toEqual({
    command: 'nmi',
    message: expect.stringContaining('kernel.unknown_nmi_panic=1'),
  });
});

test('an NMI that crashes the guest is said to have', async () => {
  const world = await operatedGuest('sac');

  expect(await world.pass(runCommand(world, { action: 'nmi' }))).toEqual({
    command: 'nmi',
    message: expect.stringContaining('The guest crashed'),
  });
});

test('an NMI that nothing is heard of is a warning', async () => {
  const world = await operatedGuest();
  world.control.injectNmi = async () => undefined;

  expect(await world.pass(runCommand(world, { action: 'nmi' }))).toEqual({
    command: 'nmi',
    warning: expect.stringContaining('said nothing'),
  });
  expect(world.watchers.size).toBe(0);
});

test('BREAK alone makes the next key a SysRq, and the answer says so', async () => {
  const world = await operatedGuest();

  const output = await world.pass(runCommand(world, { action: 'break' }));
  await world.type('h');

  expect(output).toEqual({ command: 'break', message: expect.stringContaining('five seconds') });
  expect(world.output()).toContain('sysrq: HELP');
});

test('nothing is sent to a machine that is off', async () => {
  const world = await operatedGuest();
  world.guest.powerOff();

  for (const action of ['nmi', 'break', 'sysrq'] as const) {
    await expect(runCommand(world, { action, keys: 's' })).rejects.toMatchObject({
      code: 'VirtualMachineNotRunning',
    });
  }
});
