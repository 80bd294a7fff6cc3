import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { bufferText } from '../../../../portal/terminal/bufferText.ts';

test('what can be scrolled back to is text, line by line as the guest wrote it', async () => {
  const terminal = new Terminal({ cols: 10, rows: 3, scrollback: 100 });
  const written = 'first\r\n\x1b[31mred\x1b[0m\r\nlonger than ten\r\n漢字\r\n$ ';

  await new Promise<void>((resolve) => terminal.write(written, resolve));

  expect(bufferText(terminal.buffer.normal)).toBe('first\nred\nlonger than ten\n漢字\n$\n');
  terminal.dispose();
});
