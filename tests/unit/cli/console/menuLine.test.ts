import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { eraseLine, menuText, showLine } from '../../../../cli/console/menuLine.ts';

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

/** A window of four lines after `output`: its lines and the place of the cursor. */
async function screenAfter(output: string): Promise<{ lines: string[]; cursor: [number, number] }> {
  const terminal = new Terminal({ rows: 4, cols: 20, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: 4 }, (_, row) =>
    (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
  );
  return { lines, cursor: [active.cursorX, active.cursorY] };
}

test('the menu is below the cursor, which stays in its place', async () => {
  expect(await screenAfter(`login: al${showLine('n NMI', 20)}`)).toEqual({
    lines: ['login: al', 'n NMI', '', ''],
    cursor: [9, 0],
  });
});

test('on the last line of the window the rest moves up by one, and typing goes on where it was', async () => {
  const output = `1\r\n2\r\n3\r\nlogin: ${showLine('n NMI', 20)}`;

  expect((await screenAfter(output)).lines).toEqual(['2', '3', 'login:', 'n NMI']);
  expect(await screenAfter(`${output}${eraseLine}alice`)).toEqual({
    lines: ['2', '3', 'login: alice', ''],
    cursor: [12, 2],
  });
});

test('a menu that changes leaves nothing of the one before', async () => {
  const output = `$ ${showLine('a long question', 20)}${eraseLine}${showLine('short', 20)}`;

  expect((await screenAfter(output)).lines).toEqual(['$', 'short', '', '']);
});
