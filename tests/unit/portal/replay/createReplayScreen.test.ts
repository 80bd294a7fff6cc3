import { Terminal } from '@xterm/xterm';
import { expect, test, vi } from 'vitest';
import { createReplayScreen } from '../../../../portal/replay/createReplayScreen.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what was written is on the screen when the write is over', async () => {
  const screen = createReplayScreen();

  await screen.write(bytesOf('login: alice\r\n$ '));

  expect(screen.readText().trimEnd()).toBe('login: alice\n$');
});

test('a reset forgets all of it', async () => {
  const screen = createReplayScreen();
  await screen.write(bytesOf('\x1b[?1049h\x1b[31msecret'));

  screen.reset({ columns: 100, rows: 30 });
  await screen.write(bytesOf('x'));

  expect(screen.readText().split('\n')).toHaveLength(30);
  expect(screen.readText().trim()).toBe('x');
});

test('A21b: a recording that asks a terminal something gets no answer, and nobody would hear one', async () => {
  const write = vi.spyOn(Terminal.prototype, 'write');
  const listeners = vi.spyOn(Terminal.prototype as { readonly onData: unknown }, 'onData', 'get');
  const screen = createReplayScreen();
  await screen.write(bytesOf('$ '));
  expect(listeners).not.toHaveBeenCalled();
  const answers: string[] = [];
  const terminal = write.mock.contexts[0] as Terminal;
  terminal.onData((text) => void answers.push(text));

  await screen.write(bytesOf('\x1b[6n\x1b[c\x1b[>c\x1b[5n\x1b[?6n\x1b[18t\x1bP$q"p\x1b\\\x1b]11;?\x07'));
  await screen.write(bytesOf('\x1b]52;c;?\x07\x1b[?1004h\x1b[?1003h\x1b[>q'));
  terminal.input('typed');

  expect(answers).toEqual([]);
});
