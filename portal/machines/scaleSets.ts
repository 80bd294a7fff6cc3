import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { resourceGroupOf } from './filterMachines.ts';

/** The scale set that a machine is an instance of; undefined for one that stands alone. */
export const scaleSetOf = (vmId: string): string | undefined =>
  /^(.+\/virtualMachineScaleSets\/[^/]+)\/virtualMachines\//i.exec(vmId)?.[1];

export const instancesOf = (machines: readonly VirtualMachine[], setId: string): readonly VirtualMachine[] =>
  machines.filter(({ id }) => scaleSetOf(id)?.toLowerCase() === setId.toLowerCase());

export const runningOf = (instances: readonly VirtualMachine[]): number =>
  instances.filter((one) => powerState(one) === 'running').length;

/** Instances that do not run the latest model yet, and the line that upgrades them. */
export function upgradeOf(
  setId: string,
  instances: readonly VirtualMachine[],
): { readonly names: readonly string[]; readonly command: string } | undefined {
  const outdated = instances.filter(({ properties }) => properties.latestModelApplied === false);
  if (outdated.length === 0) return undefined;
  const ids = outdated.map(({ id }) => id.split('/').at(-1)).join(' ');
  const set = `--resource-group '${resourceGroupOf(setId)}' --name '${targetName(setId)}'`;
  return {
    names: outdated.map(({ id }) => targetName(id)),
    command: `az vmss update-instances ${set} --instance-ids ${ids}`,
  };
}
