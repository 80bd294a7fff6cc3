import { expect, test } from 'vitest';
import type { Command } from '../../../cli/command.ts';
import { UsageError } from '../../../cli/failure.ts';
import { findCommand, parseInput } from '../../../cli/parseCommand.ts';

const command = (name: string, operands: string): Command => ({
  name,
  operands,
  summary: '',
  options: { force: { type: 'boolean', help: '' }, top: { type: 'string', help: '' } },
  run: async () => 0,
});
const list = command('sessions list', '');
const get = command('sessions get', '<id>');
const disconnect = command('sessions disconnect', '<id>...');

test('the words at the front are the command', () => {
  const commands = [list, get];

  expect(findCommand(commands, ['sessions', 'get', 'x'])).toBe(get);
  expect(findCommand(commands, ['sessions'])).toBeUndefined();
  expect(findCommand(commands, ['--json', 'sessions', 'list'])).toBeUndefined();
});

test('its own options and those of every command are known, in any order', () => {
  const input = parseInput(get, [
    'sessions',
    'get',
    '--force',
    'id-1',
    '--top',
    '5',
    '-g',
    'rg-hub',
    '--json',
  ]);

  expect(input.positionals).toEqual(['id-1']);
  expect([input.flag('force'), input.flag('json'), input.flag('help')]).toEqual([true, true, false]);
  expect([input.text('resource-group'), input.text('bastion'), input.count('top')]).toEqual([
    'rg-hub',
    undefined,
    5,
  ]);
});

test.each([
  [get, [], 'Missing: <id>'],
  [get, ['a', 'b'], 'Too much: b.'],
  [list, ['a'], 'Too much: a.'],
  [disconnect, [], 'Missing: <id>...'],
  [list, ['--bogus'], "Unknown option '--bogus'."],
])('%s with %j cannot be followed', (wanted, rest, sentence) => {
  const parse = () => parseInput(wanted, [...wanted.name.split(' '), ...rest]);

  expect(parse).toThrow(new UsageError(sentence));
});

test('several operands are for whoever asks for one or more', () => {
  expect(parseInput(disconnect, ['sessions', 'disconnect', 'a', 'b']).positionals).toEqual(['a', 'b']);
});

test('help needs no operand', () => {
  expect(parseInput(get, ['sessions', 'get', '--help']).flag('help')).toBe(true);
});

test.each(['0', '-1', '1.5', 'many', ''])('%j is no count', (top) => {
  const input = parseInput(list, ['sessions', 'list', `--top=${top}`]);

  expect(() => input.count('top')).toThrow(UsageError);
});
