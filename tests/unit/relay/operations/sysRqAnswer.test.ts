import { expect, test } from 'vitest';
import { isDisabled, isHelp, sysRqAnswer, sysRqHelp } from '../../../../relay/operations/sysRqAnswer.ts';

const saidTo = (key: string, text: string): string | undefined => sysRqAnswer(key).exec(text)?.[1];

test.each([
  ['9', 'Changing Loglevel'],
  ['l', 'Show backtrace of all active CPUs'],
  ['q', 'Show clockevent devices & pending hrtimers (no others)'],
  ['r', 'Keyboard mode set to system default'],
  ['s', 'Emergency Sync'],
  ['g', 'DEBUG'],
  ['S', 'Disable sched_ext and revert all tasks to CFS'],
  ['y', 'HELP : loglevel(0-9) reboot(b) crash(c)'],
  ['t', 'This sysrq operation is disabled.'],
])('to %s the kernel answers “%s”', (key, said) => {
  expect(saidTo(key, `\r\n[   12.345678] sysrq: ${said}\r\n`)).toBe(said);
});

test.each([
  ['the second line for a digit', 'Loglevel set to 9'],
  ['a processor, where there is no NMI to ask it with', 'CPU0:'],
  ['a processor that the kernel asks later', 'CPU3: backtrace skipped as idling'],
  ['what came of f', 'OOM request ignored. No task eligible'],
  ['the line of another key', 'Show Blocked State'],
])('%s answers no key, known or not', (_what, said) => {
  const line = `sysrq: ${said}\r\n`;

  expect([saidTo('m', line), saidTo('g', line), sysRqHelp.exec(line)]).toEqual([undefined, undefined, null]);
});

test('an answer is found behind lines that are none', () => {
  const text = 'sysrq: Loglevel set to 9\r\nsysrq: CPU1:\r\n rip: 0\r\n[ 1.0] sysrq: Show Memory\r\n';

  expect(saidTo('m', text)).toBe('Show Memory');
});

test('a line that has not ended is no answer yet', () => {
  expect(saidTo('m', 'sysrq: Show Mem')).toBe(undefined);
});

test.each(['sysrq: SysRq : ', 'SysRq : '])('kernels that say “%s” are understood', (prefix) => {
  const help = sysRqHelp.exec(`${prefix}HELP : loglevel(0-9)\r\n`)?.[1] ?? '';
  const refusal = saidTo('m', `${prefix}This sysrq operation is disabled.\r\n`) ?? '';

  expect([help, refusal]).toEqual(['HELP : loglevel(0-9)', 'This sysrq operation is disabled.']);
  expect([isHelp(help), isDisabled(refusal)]).toEqual([true, true]);
});

test('a line of nothing but beginnings costs no more than its length', () => {
  const line = 'sysrq: Show Memory'.repeat(20_000);

  expect(saidTo('m', line)).toBe(undefined);
});
