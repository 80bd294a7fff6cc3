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
    '\x18\x1b[0m\r\n\x1b[38;5;231;48;5;24m ]0;ownedMallory[2J1Alogin: types from here on \x1b[0m\r\n',
  );
  terminal.dispose();
});

test('A22a a guest that rings without end rings once a second at most', async () => {
  let rings = 0;
  const terminal = createTerminal({
    onPaste: () => undefined,
    onInput: () => {},
    onLeave: () => {},
    onSkipped: () => {},
    onBell: () => (rings += 1),
  });

  terminal.write(new TextEncoder().encode(`${'\x07'.repeat(100_000)}done`), true);

  await expect.poll(() => terminal.text).toBe('done\n');
  expect(rings).toBeGreaterThan(0);
  expect(rings).toBeLessThan(10);
  terminal.dispose();
});

test('A22a a string that never ends leaves a terminal that goes on, once it ends', async () => {
  const terminal = createTerminal({
    onPaste: () => undefined,
    onInput: () => {},
    onLeave: () => {},
    onSkipped: () => {},
  });
  const write = (text: string): void => terminal.write(new TextEncoder().encode(text), true);

  write('before\x1b]0;');
  for (let i = 0; i < 100; i += 1) write('x'.repeat(16_384));
  write('\x07 after');

  await expect.poll(() => terminal.text).toBe('before after\n');
  terminal.dispose();
});
