import { expect, test } from 'vitest';
import { maxLines } from '../../../../portal/bootLog/bootLogText.ts';
import { maxReadBytes } from '../../../../portal/bootLog/readBootLog.ts';
import { wholeBootLog } from '../../../../portal/bootLog/wholeBootLog.ts';

/** The file that is made of a log, and where it was read from. */
async function fileOf(log: string): Promise<{ text: string; asked: readonly number[] }> {
  const bytes = new TextEncoder().encode(log);
  const asked: number[] = [];
  const pieces = wholeBootLog(async (from) => {
    asked.push(from);
    return { bytes: bytes.subarray(from, from + maxReadBytes), from, isNew: false };
  });
  let text = '';
  for await (const piece of pieces) text += piece;
  return { text, asked };
}

test('a log of more lines than are held is whole, with every line once and in order', async () => {
  const count = maxLines * 4;
  const lines = Array.from(
    { length: count },
    (_, line) => `line ${line} of a guest that says a lot of things`,
  );

  const { text, asked } = await fileOf(`${lines.join('\r\n')}\r\n`);

  expect(asked).toEqual([0, maxReadBytes]);
  expect(text.length).toBe(lines.join('\n').length + 1);
  expect(text === `${lines.join('\n')}\n`).toBe(true);
});

test('empty lines are lines, however many', async () => {
  const { text } = await fileOf('\n'.repeat(maxLines * 2));

  expect(text.length).toBe(maxLines * 2);
});

test('a line that has not ended is there, and nothing of a sequence is', async () => {
  expect((await fileOf('\u001B[32mboot\u001B[0m\nlogin: ')).text).toBe('boot\nlogin: \n');
});

test('an empty log is an empty file', async () => {
  expect(await fileOf('')).toEqual({ text: '', asked: [0] });
});
