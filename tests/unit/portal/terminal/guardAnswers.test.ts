import { expect, test } from 'vitest';
import { createTerminal } from '../../../../portal/terminal/createTerminal.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the terminal types by itself when `chunks` have been parsed. */
async function answersTo(...chunks: { text: string; isLive: boolean }[]): Promise<string[]> {
  const typed: string[] = [];
  const terminal = createTerminal({
    onInput: (bytes) => void typed.push(new TextDecoder().decode(bytes)),
    onPaste: () => {},
    onLeave: () => {},
    onSkipped: () => {},
  });
  for (const { text, isLive } of chunks) terminal.write(bytesOf(text), isLive);
  // The answer to a last, live query comes when all before it has been parsed.
  terminal.write(bytesOf('\x1b[5n'), true);
  await expect.poll(() => typed.at(-1)).toBe('\x1b[0n');
  terminal.dispose();
  return typed.slice(0, -1);
}

const live = (text: string) => ({ text, isLive: true });
const replayed = (text: string) => ({ text, isLive: false });

test('live output gets the answers that a prompt needs', async () => {
  expect(await answersTo(live('ab\x1b[6n'), live('\x1b[c\x1b[>c'))).toEqual([
    '\x1b[1;3R',
    '\x1b[?1;2c',
    '\x1b[>0;276;0c',
  ]);
});

test('replayed output gets none', async () => {
  expect(await answersTo(replayed('\x1b[6n\x1b[c\x1b[>c\x1b[5n'))).toEqual([]);
});

test('replay and live output in one go are told apart', async () => {
  const answers = await answersTo(replayed('\x1b[6n'), live('abc\x1b[6n'), replayed('\x1b[6n'));

  expect(answers).toEqual(['\x1b[1;4R']);
});

test('a query that began in the replay and ends live is answered once', async () => {
  expect(await answersTo(replayed('\x1b['), live('6n'))).toEqual(['\x1b[1;1R']);
});

test.each([
  ['mode', '\x1b[?25$p\x1b[4$p'],
  ['setting', '\x1bP$q"p\x1b\\\x1bP+q544e\x1b\\'],
  ['private position', '\x1b[?6n'],
  ['window', '\x1b[14t\x1b[18t\x1b[21t'],
  ['version', '\x1b[>q'],
  ['colour', '\x1b]4;1;?\x07\x1b]10;?\x07\x1b]11;?\x07\x1b]12;?\x07'],
  ['clipboard', '\x1b]52;c;?\x07\x1b]52;c;cm0gLXJmIC8=\x07'],
])('a query for the %s gets no answer even when live', async (_, text) => {
  expect(await answersTo(live(text))).toEqual([]);
});
