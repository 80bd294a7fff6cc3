import { powerState, targetName, type VirtualMachine } from '../../shared/client/armResources.ts';

/** Machines of which every word is said somewhere: in the name, the group, the system, the place, the power. */
export function filterMachines(machines: readonly VirtualMachine[], text: string): readonly VirtualMachine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return machines.filter((machine) => {
    const facts = factsOf(machine).toLowerCase();
    return words.every((word) => facts.includes(word));
  });
}

function factsOf(machine: VirtualMachine): string {
  const { osProfile, storageProfile } = machine.properties;
  return [
    targetName(machine.id),
    resourceGroupOf(machine.id),
    osProfile?.computerName,
    storageProfile?.osDisk?.osType,
    machine.location,
    powerState(machine),
  ].join('\n');
}

export const resourceGroupOf = (id: string): string => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '';
