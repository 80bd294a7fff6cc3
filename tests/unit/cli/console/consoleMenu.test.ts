import { expect, test } from 'vitest';
import { type Menu, type MenuStep, pressKey } from '../../../../cli/console/consoleMenu.ts';

/** The menu after Ctrl+] and `keys`, and what was ordered last. */
function press(keys: string, mode: 'operator' | 'observer' = 'operator'): MenuStep {
  let step: MenuStep = { menu: { at: 'open' } };
  for (const key of Array.from(keys)) step = pressKey(step.menu, key, mode);
  return step;
}
const closed: Menu = { at: 'closed' };

test.each([
  ['q', { kind: 'quit' }],
  ['\x1d', { kind: 'forwardEscape' }],
  ['o', { kind: 'mode', mode: 'observer', takeOver: false }],
  ['nY', { kind: 'command', command: 'nmi' }],
  ['rY', { kind: 'command', command: 'reset' }],
  ['sh\r', { kind: 'command', command: 'sysrq', keys: 'h' }],
  ['sbx\x7f\x7fh\r', { kind: 'command', command: 'sysrq', keys: 'h' }],
  ['sreisub\rY', { kind: 'command', command: 'sysrq', keys: 'reisub' }],
])('an operator orders with %j', (keys, order) => {
  expect(press(keys)).toEqual({ menu: closed, order });
});

test.each(['x', 'ny', 'n\r', 'rY'.slice(0, 1).concat('y'), 'sb\ry', 's\r', 's\x1b', 's\x03', 't'])(
  'an operator orders nothing with %j',
  (keys) => {
    expect(press(keys)).toEqual({ menu: closed });
  },
);

test('an observer may ask to type and take over, but forwards nothing', () => {
  expect(press('t', 'observer').order).toEqual({ kind: 'mode', mode: 'operator', takeOver: false });
  expect(press('T', 'observer').order).toEqual({ kind: 'mode', mode: 'operator', takeOver: true });
  expect(press('\x1d', 'observer')).toEqual({ menu: closed });
  expect(press('o', 'observer')).toEqual({ menu: closed });
});

test('what is dangerous waits for its confirmation', () => {
  expect(press('n')).toEqual({ menu: { at: 'confirm', order: { kind: 'command', command: 'nmi' } } });
  expect(press('sb\r').menu.at).toBe('confirm');
});

test('no more keys than one command takes', () => {
  expect(press(`s${'h'.repeat(20)}`).menu).toEqual({ at: 'keys', keys: 'h'.repeat(16) });
});
