import { isOff, type MachinePower } from '../../shared/contracts/machineOperation.ts';
import type { PowerOrder } from './machineWork.ts';

/** What the portal offers to do to a machine. */
export type OfferedAction =
  | 'start'
  | 'restart'
  | 'forceRestart'
  | 'stop'
  | 'forceStop'
  | 'deallocate'
  | 'reset'
  | 'nmi'
  | 'sysrq'
  | 'break';

type Power = Pick<PowerOrder, 'action' | 'skipShutdown'>;

const powerOf: Readonly<Partial<Record<OfferedAction, Power>>> = {
  start: { action: 'start' },
  restart: { action: 'restart' },
  forceRestart: { action: 'restart', skipShutdown: true },
  stop: { action: 'powerOff' },
  forceStop: { action: 'powerOff', skipShutdown: true },
  deallocate: { action: 'deallocate' },
};

/** The power operation that an action is; undefined for the keys of last resort. */
export const powerOrder = (action: OfferedAction): Power | undefined => powerOf[action];

/** The guest is not asked: what it has not saved is lost, so a person proves to mean this very machine. */
export const losesData = (action: OfferedAction): boolean =>
  ['forceRestart', 'forceStop', 'reset', 'nmi'].includes(action);

/** Where the machine's power is not known all is offered: the control plane decides. */
export function powerActions(power: string | undefined): readonly OfferedAction[] {
  if (power === undefined) return ['start', 'restart', 'forceRestart', 'stop', 'forceStop', 'deallocate'];
  if (isOff(power as MachinePower)) return power === 'stopped' ? ['start', 'deallocate'] : ['start'];
  return ['restart', 'forceRestart', 'stop', 'forceStop', 'deallocate'];
}

/** Also the reset button, for a guest that hangs: whoever reads the machine's own page means this machine. */
export function machinePageActions(power: string | undefined): readonly OfferedAction[] {
  const actions = powerActions(power);
  return actions.includes('restart') ? [...actions, 'reset'] : actions;
}

/** Where one looks at the guest: what needs a guest that runs, or power for one that does not. */
export function consoleActions(power: string | undefined): readonly OfferedAction[] {
  if (power === 'stopped') return ['start'];
  return ['restart', 'forceRestart', 'reset', 'nmi', 'sysrq', 'break'];
}

/** Right that the control plane asks for; undefined where being able to connect is enough. */
export function rightOf(action: OfferedAction, vmId: string): string | undefined {
  const verb = action === 'reset' ? 'restart' : powerOf[action]?.action;
  if (verb === undefined) return undefined;
  return `Microsoft.Compute/${typeOf(vmId)}/${verb}/action`;
}

function typeOf(id: string): string {
  const [, isOfSet, isInstance] = /(\/virtualMachineScaleSets\/[^/]+)(\/virtualMachines\/)?/i.exec(id) ?? [];
  if (isOfSet === undefined) return 'virtualMachines';
  return isInstance === undefined ? 'virtualMachineScaleSets' : 'virtualMachineScaleSets/virtualMachines';
}
