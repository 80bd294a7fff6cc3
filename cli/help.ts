import type { Command, Option } from './command.ts';
import { globalOptions } from './globalOptions.ts';

/** How it is called in a clone. */
const program = 'npm run -s cli --';

export function formatOverview(commands: readonly Command[]): string {
  const rows = commands.map(
    ({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary] as const,
  );
  return [
    `Usage: ${program} <command> [options]`,
    '',
    'Commands:',
    formatPairs(rows),
    '',
    'Options of every command:',
    formatOptions(globalOptions),
    '',
    `${program} <command> --help tells more. docs/cli.md has examples and exit codes.`,
  ].join('\n');
}

export function formatHelp({ name, operands, summary, details, options }: Command): string {
  const usage = `Usage: ${program} ${[name, operands].filter(Boolean).join(' ')} [options]`;
  const own = Object.keys(options).length === 0 ? [] : ['', 'Options:', formatOptions(options)];
  return [
    usage,
    '',
    `${summary}.`,
    ...(details === undefined ? [] : ['', details]),
    ...own,
    '',
    'Options of every command:',
    formatOptions(globalOptions),
  ].join('\n');
}

function formatOptions(options: Readonly<Record<string, Option>>): string {
  return formatPairs(
    Object.entries(options).map(([name, { short, value, help }]) => {
      const names = short === undefined ? `    --${name}` : `-${short}, --${name}`;
      return [value === undefined ? names : `${names} ${value}`, help];
    }),
  );
}

function formatPairs(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
