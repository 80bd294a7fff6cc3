import { expect, test } from 'vitest';
import { commandList } from '../../../cli/commandList.ts';
import { formatHelp, formatOverview } from '../../../cli/help.ts';

test('the overview names every command once', () => {
  const lines = formatOverview(commandList).split('\n');

  for (const { name, summary } of commandList) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(summary))).toHaveLength(1);
  }
});

test.each(commandList.map((command) => [command.name, command] as const))('%s has help', (name, command) => {
  const help = formatHelp(command);

  expect(help).toContain(`Usage: npm run -s cli -- ${name}`);
  for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`);
});
