import { expect, test } from 'vitest';
import { menuText, showLine } from '../../../../cli/console/menuLine.ts';

test('what an observer is offered differs', () => {
  expect(menuText({ at: 'open' }, 'operator')).toContain('Ctrl+] send it to the machine');
  expect(menuText({ at: 'open' }, 'observer')).toContain('T Take over');
});

test('the keys so far and the danger are shown', () => {
  expect(menuText({ at: 'keys', keys: 'rei' }, 'operator')).toMatch(/: rei$/);
  const order = { kind: 'command', command: 'sysrq', keys: 'b' } as const;
  expect(menuText({ at: 'confirm', order }, 'operator')).toMatch(/^SysRq b .* Y \(capital\)/);
});

test('a line never wraps', () => {
  expect(showLine('abcdefgh', 5)).toContain('\x1b[7mabc…\x1b[0m');
  expect(showLine('abcd', 5)).toContain('\x1b[7mabcd\x1b[0m');
});
