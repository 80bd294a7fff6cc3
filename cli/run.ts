import { createApi } from '../shared/client/api.ts';
import { createRequest } from '../shared/client/request.ts';
import type { Command, Context, Input } from './command.ts';
import { commandList } from './commandList.ts';
import { readSettings } from './config.ts';
import type { Terminal } from './console/terminal.ts';
import { describeFailure, exitCodeOf, exitCodes, UsageError } from './failure.ts';
import { formatHelp, formatOverview } from './help.ts';
import { createOutput, type Streams } from './output/output.ts';
import { findCommand, parseInput } from './parseCommand.ts';
import { findBastion, findVirtualMachine } from './resources.ts';
import { createTokenSource } from './signIn/createTokenSource.ts';

/** All that a command line touches of this machine. */
export type Machine = Streams & {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly wait: (delayMs: number) => Promise<void>;
  readonly signal: AbortSignal;
};

/** One command line, from its words to its exit code. Never rejects. */
export async function run(machine: Machine, argv: readonly string[]): Promise<number> {
  const command = findCommand(commandList, argv);
  try {
    if (command === undefined) return showOverview(machine, argv);
    const input = parseInput(command, argv);
    if (input.flag('help')) machine.stdout(`${formatHelp(command)}\n`);
    return input.flag('help') ? exitCodes.done : await command.run(createContext(machine, input), input);
  } catch (thrown) {
    machine.stderr(`${describeFailure(thrown)}\n`);
    if (thrown instanceof UsageError) machine.stderr(`${usageHint(command)}\n`);
    return exitCodeOf(thrown);
  }
}

function showOverview({ stdout, stderr }: Machine, argv: readonly string[]): number {
  const overview = formatOverview(commandList);
  const isAsked = argv.length === 0 || argv.some((word) => ['help', '--help', '-h'].includes(word));
  if (isAsked) stdout(`${overview}\n`);
  else stderr(`There is no command "${describeFailure(argv.join(' '))}".\n\n${overview}\n`);
  return isAsked ? exitCodes.done : exitCodes.usage;
}

const usageHint = (command: Command | undefined): string =>
  `For help: npm run -s cli -- ${command === undefined ? '' : `${command.name} `}--help`;

function createContext(machine: Machine, input: Input): Context {
  const settings = readSettings(machine.environment, input);
  const send = createRequest({
    apiUrl: settings.apiUrl,
    token: createTokenSource(settings.signIn, machine),
    fetch: machine.fetch,
    wait: machine.wait,
  });
  const api = createApi(send, settings.subscriptionId);
  const resources = { api, resourceGroup: settings.resourceGroup };
  return {
    api,
    vmId: (name) => findVirtualMachine(resources, name),
    bastionId: () => findBastion(resources, settings.bastion),
    out: createOutput(machine),
    isJson: input.flag('json'),
    terminal: machine.terminal,
    language: settings.language,
    signal: machine.signal,
  };
}
