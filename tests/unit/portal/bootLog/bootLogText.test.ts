import { expect, test } from 'vitest';
import { BootLogText, findLines, maxLines } from '../../../../portal/bootLog/bootLogText.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(...parts: readonly (string | Uint8Array)[]): readonly string[] {
  const log = new BootLogText();
  for (const part of parts) log.add(typeof part === 'string' ? bytes(part) : part);
  return log.lines;
}

test('lines are those of the guest, wherever the log was cut', () => {
  expect(read('first\r\nsec', 'ond\r', '\nthi')).toEqual(['first', 'second', 'thi']);
});

test('a character that is cut in two is whole', () => {
  const [head, tail] = [bytes('grün').slice(0, 3), bytes('grün').slice(3)];

  expect(read(head, tail)).toEqual(['grün']);
});

test('A22a A23 sequences of the guest are no text and do nothing', () => {
  expect(read('\x1b[31mred\x1b[0m \x1b]0;title\x07plain\x1b]52;c;aGk=\x07\n<b>bold</b>')).toEqual([
    'red plain',
    '<b>bold</b>',
  ]);
});

test('a line that is written again takes the place of the first', () => {
  expect(read('10 %\r20 %\rdone\n')).toEqual(['done']);
});

test('a guest that never ends its line does not make one without an end', () => {
  const lines = read('x'.repeat(5_000));

  expect(lines.map((line) => line.length)).toEqual([2_048, 2_048, 904]);
});

test('the newest lines are kept', () => {
  const lines = read(Array.from({ length: maxLines + 10 }, (_, line) => `line ${line}\n`).join(''));

  expect([lines.length, lines[0], lines.at(-1)]).toEqual([maxLines, 'line 10', `line ${maxLines + 9}`]);
});

test('words are found without regard to case', () => {
  expect(findLines(['Kernel panic', 'ok', 'no KERNEL'], 'kernel')).toEqual([0, 2]);
  expect(findLines(['Kernel panic'], '')).toEqual([]);
  expect(findLines(['[ 0.1] a+b?', 'abc'], '[ 0.1] A+b?')).toEqual([0]);
});
