import { SallyportError } from '../../shared/contracts/errors.ts';
import type { CommandOutput, OperateCommand } from '../../shared/contracts/machineOperation.ts';
import type { MachineControl } from '../ports/machineControl.ts';
import type { OperatedPort } from './operatedPort.ts';
import { sendSysRq } from './sendSysRq.ts';
import { type Schedule, watchOutput } from './waitFor.ts';

type CommandDeps = {
  readonly port: OperatedPort;
  readonly control: MachineControl;
  readonly schedule: Schedule;
};

/** What a kernel says to an NMI comes at once; a panic's line follows it. */
const nmiSeenMs = 3_000;
const panicSeenMs = 500;

export function requireRunning(port: OperatedPort): void {
  if (port.power === 'running') return;
  throw new SallyportError('VirtualMachineNotRunning', 'The machine is off. Start it and retry.');
}

/** The keys of last resort: each says what was seen of it. */
export async function runCommand(
  deps: CommandDeps,
  { action, keys = '' }: Pick<OperateCommand, 'action' | 'keys'>,
): Promise<CommandOutput> {
  requireRunning(deps.port);
  if (action === 'sysrq') return await sendSysRq(deps, keys);
  if (action === 'nmi') return await sendNmi(deps);
  return await sendBreak(deps);
}

async function sendBreak({ control }: CommandDeps): Promise<CommandOutput> {
  const line = await control.seizeLine();
  try {
    await line.sendBreak();
  } finally {
    line.release();
  }
  return {
    command: 'break',
    message: 'BREAK was sent. A Linux kernel takes the next key within five seconds for a SysRq command.',
  };
}

async function sendNmi({ port, control, schedule }: CommandDeps): Promise<CommandOutput> {
  const watch = watchOutput(port, schedule);
  try {
    await control.injectNmi();
    const heard = await watch.next(/NMI received|NMI_HARDWARE_FAILURE|Kernel panic/, nmiSeenMs);
    if (heard === undefined) return { command: 'nmi', warning: texts.silent };
    const end = await watch.next(/Kernel panic|trying to continue/, panicSeenMs);
    const said = end?.[0] ?? heard[0];
    return { command: 'nmi', message: said === 'trying to continue' ? texts.continued : texts.crashed };
  } finally {
    watch.end();
  }
}

const texts = {
  silent:
    'The NMI was delivered and the guest said nothing about it on its serial port. Windows crashes when it is ' +
    'set to (NMICrashDump); a guest that hangs with its interrupts off may still write a dump.',
  continued:
    'The kernel received the NMI and went on: it is not set to panic. “sysctl -w kernel.unknown_nmi_panic=1” ' +
    'or “kernel.panic_on_unrecovered_nmi=1” makes it panic, and “kernel.panic=10” boots it again 10 s later.',
  crashed:
    'The guest crashed on the NMI, as it is set to. It writes its dump if it has one to write, and boots again ' +
    'if kernel.panic says so; reset it if it does not.',
};
