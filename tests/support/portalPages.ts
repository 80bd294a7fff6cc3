import { bastionPath, type LocalStack, vmPath } from './localStack.ts';
import { openStackConsole, type StackConsole } from './stackConsole.ts';

const name = 'vm-web-01';
const setPath = vmPath('vmss-app').replace('virtualMachines', 'virtualMachineScaleSets');

/** A page, its address, and what is there once it has what it shows. */
export const portalPages = [
  ['sessions', `/sessions${bastionPath}`, 'main:has(.list-state .badge.good) [data-session]'],
  ['history', `/sessions${bastionPath}?view=history`, '[data-session]'],
  ['machines', '/virtual-machines', '[data-machine]'],
  ['machines-none', '/virtual-machines?filter=none', '.empty'],
  ['machine', `/machines${vmPath(name)}`, '.card.wide .notice'],
  ['scale-set', `/scale-sets${setPath}`, '[data-machine]'],
  ['prerequisites', `/prerequisites${vmPath(name)}`, '[data-prerequisite]'],
  ['boot-diagnostics', `/boot-diagnostics${vmPath(name)}`, '.log-lines'],
  ['access', `/access${vmPath(name)}`, '.decisions li'],
  ['access-roles', `/access${vmPath(name)}?tab=roles`, '[data-assignment]'],
  ['access-locks', `/access${vmPath(name)}?tab=locks`, 'main .empty'],
  ['activity', '/activity', 'main table'],
  ['recordings', '/recordings', 'main table, main .empty'],
  ['not-found', '/nowhere', 'main h1'],
  ['ssh', `/ssh${vmPath(name)}`, '[data-state]'],
  ['busy-console', `/serial-console${vmPath(name)}`, '[data-state=busy]'],
] as const;

/** Somebody is on two machines and was on a third, so that every page has something to show. */
export async function connectPeople(stack: LocalStack): Promise<readonly StackConsole[]> {
  const consoles = [
    await openStackConsole(stack, 'vmops', name),
    await openStackConsole(stack, 'owner', 'vm-win-01'),
  ];
  const ended = await openStackConsole(stack, 'owner', 'vm-db-01');
  await ended[Symbol.asyncDispose]();
  return consoles;
}
