import { SallyportError } from '../../shared/contracts/errors.ts';
import type { MachinePower, PowerAction } from '../../shared/contracts/machineOperation.ts';
import type { MachineControl } from '../ports/machineControl.ts';
import type { Power } from '../ports/serialPort.ts';
import type { OperatedPort } from './operatedPort.ts';
import { requireRunning } from './runCommand.ts';
import { hypervisorUnavailable, type Schedule, waitForPower } from './waitFor.ts';

export type PowerDeps = {
  readonly port: OperatedPort;
  readonly control: MachineControl;
  readonly schedule: Schedule;
  /** Aborted when a later power operation takes the place of this one. */
  readonly signal: AbortSignal;
  /** How long a guest may take to shut down. */
  readonly shutdownMs: number;
  /** What ARM shows meanwhile. */
  readonly onPhase: (phase: MachinePower) => void;
};

/** The button is lost on a guest that is still booting; pressed again it does no harm. */
const pressAgainMs = 5_000;
/** A hypervisor's own part is done within moments; a host may have to start a process. */
const hypervisorMs = 15_000;

type Input = { readonly action: PowerAction; readonly skipShutdown: boolean };

/** Resolves, perhaps with a remark, when the machine is where the action says. */
export async function runPowerAction(deps: PowerDeps, input: Input): Promise<string | undefined> {
  switch (input.action) {
    case 'start':
      return await start(deps);
    case 'restart':
      return await restart(deps, input.skipShutdown);
    case 'reset':
      return await restart(deps, true);
    case 'powerOff':
      return await powerOff(deps, input.skipShutdown);
    case 'deallocate':
      return await deallocate(deps, input.skipShutdown);
  }
}

async function start(deps: PowerDeps): Promise<undefined> {
  deps.signal.throwIfAborted();
  deps.onPhase('starting');
  await deps.control.powerOn();
  await untilPower(deps, 'running');
}

async function restart(deps: PowerDeps, force: boolean): Promise<undefined> {
  requireRunning(deps.port);
  if (force) {
    await deps.control.reset();
    return;
  }
  deps.onPhase('stopping');
  await shutDown(deps);
  await start(deps);
}

async function powerOff(deps: PowerDeps, force: boolean): Promise<undefined> {
  deps.onPhase('stopping');
  if (deps.port.power === 'stopped') return;
  if (!force) return await shutDown(deps);
  await deps.control.cutPower();
  await untilPower(deps, 'stopped');
}

/** What it frees is wanted back whether or not the guest follows, as in Azure. */
async function deallocate(deps: PowerDeps, force: boolean): Promise<string | undefined> {
  deps.onPhase('deallocating');
  const isAsked = deps.port.power === 'running' && !force;
  const isDown = !isAsked || (await askToShutDown(deps));
  await deps.control.cutPower();
  await untilPower(deps, 'stopped');
  return isDown ? undefined : 'The guest did not shut down in time: its power was cut.';
}

async function shutDown(deps: PowerDeps): Promise<undefined> {
  if (await askToShutDown(deps)) return;
  throw new SallyportError(
    'GuestDidNotShutDown',
    `The guest was asked to shut down and still runs after ${deps.shutdownMs / 1_000} s: it ignores the power ` +
      'button or hangs. Shut it down from its console, or force it (skipShutdown, reset): what it has not ' +
      'saved is then lost.',
  );
}

/** Whether the guest went off. */
async function askToShutDown(deps: PowerDeps): Promise<boolean> {
  for (let leftMs = deps.shutdownMs; leftMs > 0; leftMs -= pressAgainMs) {
    await deps.control.pressPowerButton();
    if (await waitForPower(deps, 'stopped', Math.min(leftMs, pressAgainMs))) return true;
  }
  return false;
}

async function untilPower(deps: PowerDeps, wanted: Power): Promise<void> {
  if (await waitForPower(deps, wanted, hypervisorMs)) return;
  throw hypervisorUnavailable(
    'The hypervisor took the order, and the machine is not where it should be. Look at the host.',
  );
}
