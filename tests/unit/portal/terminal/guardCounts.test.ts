import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { guardCounts } from '../../../../portal/terminal/guardCounts.ts';

async function shownAfter(text: string): Promise<string> {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  guardCounts(terminal.parser);
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const shown = terminal.buffer.active.getLine(terminal.buffer.active.baseY)?.translateToString(true) ?? '';
  terminal.dispose();
  return shown;
}

test.each(['b', 'L', 'M', 'S', 'T', 'I', 'Z'])(
  'A22a a sequence that would be done two thousand million times (%s) is not done at all',
  async (final) => {
    expect(await shownAfter(`kept\x1b[2147483647${final}!`)).toBe('kept!');
  },
);

test('as often as a screen needs it, it is done', async () => {
  expect(await shownAfter('ab\x1b[3b')).toBe('abbbb');
  expect(await shownAfter('gone\x1b[24S')).toBe('');
});
