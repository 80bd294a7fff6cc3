import { parseArgs } from 'node:util';
import type { Command, Input } from './command.ts';
import { UsageError } from './failure.ts';
import { globalOptions } from './globalOptions.ts';

/** The command whose words begin the line; undefined when none does. */
export function findCommand(commands: readonly Command[], argv: readonly string[]): Command | undefined {
  return commands.find((command) => wordsOf(command).every((word, index) => argv[index] === word));
}

/** Throws `UsageError` for what the command does not know. */
export function parseInput(command: Command, argv: readonly string[]): Input {
  const { values, positionals } = parseRest(command, argv.slice(wordsOf(command).length));
  const input = createInput(values, positionals);
  if (!input.flag('help')) checkOperands(command, positionals);
  return input;
}

const wordsOf = ({ name }: Command): readonly string[] => name.split(' ');

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parseRest(command: Command, args: string[]): { values: Values; positionals: readonly string[] } {
  const known = Object.entries({ ...globalOptions, ...command.options });
  const options = Object.fromEntries(
    known.map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (fault) {
    // Node's sentence names the option, and may go on about how to pass it as an operand.
    const [sentence] = (fault instanceof Error ? fault.message : String(fault)).split('. ');
    throw new UsageError(`${sentence?.replace(/\.$/, '') ?? ''}.`);
  }
}

function createInput(values: Values, positionals: readonly string[]): Input {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals,
    text,
    flag: (name) => values[name] === true,
    count(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
      throw new UsageError(`--${name} needs a whole number above zero, not "${value}".`);
    },
  };
}

function checkOperands(command: Command, positionals: readonly string[]): void {
  const wanted = command.operands.split(' ').filter((word) => word !== '');
  const isOpen = wanted.at(-1)?.endsWith('...') === true;
  if (positionals.length < wanted.length) {
    throw new UsageError(`Missing: ${wanted.slice(positionals.length).join(' ')}`);
  }
  if (!isOpen && positionals.length > wanted.length) {
    throw new UsageError(`Too much: ${positionals.slice(wanted.length).join(' ')}.`);
  }
}
