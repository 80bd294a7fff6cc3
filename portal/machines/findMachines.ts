import { targetName, type VirtualMachine } from '../../shared/client/armResources.ts';
import { filterMachines } from './filterMachines.ts';

/** More are no help: whoever looks for one types on. */
const maxFound = 8;

/** The machines that somebody means who has typed so much of a name: those first that are called like that. */
export function findMachines(machines: readonly VirtualMachine[], text: string): readonly VirtualMachine[] {
  const start = text.trim().toLowerCase();
  const { compare } = new Intl.Collator('en', { numeric: true });
  return filterMachines(machines, text)
    .map((machine) => ({ machine, name: targetName(machine.id).toLowerCase() }))
    .sort((a, b) => rank(a.name, start) - rank(b.name, start) || compare(a.name, b.name))
    .slice(0, maxFound)
    .map(({ machine }) => machine);
}

function rank(name: string, start: string): number {
  if (name.startsWith(start)) return 0;
  return name.includes(start) ? 1 : 2;
}
