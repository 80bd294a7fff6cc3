import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import type { PowerAction } from '../../shared/contracts/machineOperation.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../failure.ts';

export const vmList: Command = {
  name: 'vm list',
  operands: '',
  summary: 'Machines and instances of scale sets that you may see',
  options: {},
  async run({ api, out, isJson }) {
    const lists = await Promise.all([api.listVirtualMachines(), api.listScaleSetInstances()]);
    const machines = lists.flat();
    if (isJson) out.json(machines);
    else out.table(['NAME', 'RESOURCE GROUP', 'OS', 'POWER', 'BOOT DIAGNOSTICS'], machines.map(toRow));
    return exitCodes.done;
  },
};

function toRow(vm: VirtualMachine): string[] {
  const { storageProfile, diagnosticsProfile } = vm.properties;
  return [
    targetName(vm.id),
    vm.id.split('/')[4] ?? '-',
    storageProfile?.osDisk?.osType ?? '-',
    powerState(vm) ?? '-',
    diagnosticsProfile?.bootDiagnostics?.enabled === true ? 'on' : 'off',
  ];
}

type Power = {
  readonly name: string;
  readonly action: Exclude<PowerAction, 'reset'>;
  readonly summary: string;
  readonly done: string;
  readonly force?: string;
};

const powers: readonly Power[] = [
  { name: 'vm start', action: 'start', summary: 'Give a machine power', done: 'started' },
  {
    name: 'vm stop',
    action: 'powerOff',
    summary: 'Shut a machine down',
    done: 'stopped',
    force: 'Cut the power instead of asking the guest',
  },
  {
    name: 'vm restart',
    action: 'restart',
    summary: 'Shut a machine down and start it again',
    done: 'restarted',
    force: 'Press the reset button instead of asking the guest',
  },
  {
    name: 'vm deallocate',
    action: 'deallocate',
    summary: 'Shut a machine down and free what it held of its host',
    done: 'deallocated',
  },
];

/** They wait until it is done. docs/power.md tells what each of them does to which guest. */
export const vmPower: readonly Command[] = powers.map(({ name, action, summary, done, force }) => ({
  name,
  operands: '<vm>',
  summary,
  options: force === undefined ? {} : { force: { type: 'boolean', help: force } as const },
  async run({ api, vmId, out, isJson }, input) {
    const id = await vmId(input.positionals[0] ?? '');
    await api.changePower(id, action, input.flag('force'));
    if (isJson) out.json({ id, action, status: 'Succeeded' });
    else out.line(`${targetName(id)}: ${done}`);
    return exitCodes.done;
  },
}));
