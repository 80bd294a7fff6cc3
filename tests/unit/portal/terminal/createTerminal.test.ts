import { Terminal } from '@xterm/xterm';
import { expect, test, vi } from 'vitest';
import { createTerminal } from '../../../../portal/terminal/createTerminal.ts';

test('output that was left out is told when the rest is shown, though nothing follows', async () => {
  const skipped: number[] = [];
  const terminal = createTerminal({
    onPaste: () => undefined,
    onInput: () => {},
    onLeave: () => {},
    onSkipped: (bytes) => void skipped.push(bytes),
  });

  // Cheap to parse: NUL is ignored.
  terminal.write(new Uint8Array(16_777_216), true);
  terminal.write(new Uint8Array(1_000), true);
  terminal.write(new Uint8Array(24), true);

  await expect.poll(() => skipped, { timeout: 20_000 }).toEqual([1_024]);
  terminal.dispose();
});

test('a remark is text: what a name in it would have the terminal do is not done', async () => {
  const written = vi.spyOn(Terminal.prototype, 'write');
  const terminal = createTerminal({
    onPaste: () => undefined,
    onInput: () => {},
    onLeave: () => {},
    onSkipped: () => {},
  });

  terminal.remark('\x1b]0;owned\x07Mallory\x1b[2J\x9b1A\u202e\r\nlogin: types from here on');

  expect(written.mock.lastCall?.[0]).toBe(
    '\x18\x1b[0m\r\n\x1b[7m ]0;ownedMallory[2J1Alogin: types from here on \x1b[0m\r\n',
  );
  terminal.dispose();
});
