import { targetName } from '../../shared/client/armResources.ts';
import { isDangerous } from '../../shared/client/machinesApi.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { type CommandOutput, sysRqKeys } from '../../shared/contracts/machineOperation.ts';
import type { Command, Context, Input } from '../command.ts';
import { confirm } from '../console/confirm.ts';
import { dangerOf } from '../console/menuLine.ts';
import { SerialConsole } from '../console/serialConsole.ts';
import { exitCodes, UsageError } from '../failure.ts';

export const serialConsoleConnect: Command = {
  name: 'serial-console connect',
  operands: '<vm>',
  summary: "Join this terminal to a machine's serial port",
  details:
    'Ctrl+] opens a menu: NMI, SysRq, Reset, observe or type, quit, and Ctrl+] again for the machine itself.\nOutput that came while the connection was lost is shown when it is back.',
  options: {
    observe: { type: 'boolean', help: 'Only watch' },
    'take-over': { type: 'boolean', help: 'Type even if somebody else does, who watches from then on' },
    record: { type: 'boolean', help: 'Record what is shown' },
    language: {
      type: 'string',
      value: '<tag>',
      help: 'Of the message when you are disconnected; otherwise that of LANG',
    },
  },
  run: connect,
};

async function connect(context: Context, input: Input): Promise<number> {
  const { api, terminal, language, signal } = context;
  if (!terminal.isInteractive) throw new UsageError('A serial console needs a terminal to type at.');
  if (input.flag('observe') && input.flag('take-over'))
    throw new UsageError('--observe and --take-over do not go together.');
  const vmId = await context.vmId(input.positionals[0] ?? '');
  const serialConsole = new SerialConsole({
    openConsole: (request) => api.openConsole(vmId, request),
    createClient: createPubSubClient,
    sendCommand: (command, keys) => api.sendAdminCommand(vmId, command, keys),
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    terminal,
    language,
    signal,
  });
  return await serialConsole.run({
    mode: input.flag('observe') ? 'observer' : 'operator',
    takeOver: input.flag('take-over'),
    record: input.flag('record'),
  });
}

const commands = ['nmi', 'sysrq', 'break', 'reset'] as const;
type SendCommand = (typeof commands)[number];

export const serialConsoleSend: readonly Command[] = commands.map((command) => ({
  name: `serial-console send ${command}`,
  operands: '<vm>',
  summary: summaries(command),
  options: {
    ...(command === 'sysrq'
      ? {
          keys: {
            type: 'string',
            value: '<keys>',
            help: 'Pressed one after the other, such as h or reisub',
          } as const,
        }
      : {}),
    ...(command === 'break'
      ? {}
      : { yes: { type: 'boolean', short: 'y', help: 'Do not ask before what is dangerous' } as const }),
  },
  run: (context, input) => send(context, input, command),
}));

function summaries(command: SendCommand): string {
  switch (command) {
    case 'nmi':
      return 'Send a non-maskable interrupt, which may crash the machine';
    case 'sysrq':
      return 'Press SysRq keys';
    case 'break':
      return 'Send BREAK on the serial line';
    case 'reset':
      return 'Press the reset button: what is not saved is lost';
  }
}

async function send(context: Context, input: Input, command: SendCommand): Promise<number> {
  const { api, out, isJson, terminal } = context;
  const keys = command === 'sysrq' ? readKeys(input) : undefined;
  const vmId = await context.vmId(input.positionals[0] ?? '');
  if (isDangerous(command, keys) && !input.flag('yes')) {
    const question = `${targetName(vmId)}: ${dangerOf({ command, ...(keys === undefined ? {} : { keys }) })}`;
    if (!(await confirm(terminal, question))) return exitCodes.interrupted;
  }
  const output = await api.sendAdminCommand(vmId, command, keys);
  if (isJson) out.json(output ?? { command });
  else showOutput(context, output ?? { command });
  return output?.warning === undefined ? exitCodes.done : exitCodes.partly;
}

function readKeys(input: Input): string {
  const keys = input.text('keys');
  if (keys === undefined) throw new UsageError('Which keys? Give --keys, such as --keys h.');
  const checked = sysRqKeys.safeParse(keys);
  if (checked.success) return checked.data;
  throw new UsageError(`--keys: ${checked.error.issues[0]?.message ?? 'not understood'}.`);
}

function showOutput({ out }: Context, { command, keys, message, warning }: CommandOutput): void {
  if (keys !== undefined) {
    out.table(
      ['KEY', 'OUTCOME', 'THE KERNEL SAID'],
      keys.map(({ key, outcome, said }) => [key, outcome, said ?? '']),
    );
  }
  if (message !== undefined) out.line(message);
  if (keys === undefined && message === undefined) out.line(`${command} was sent.`);
  if (warning !== undefined) out.note(warning);
}
