import { BoundStrings } from './boundStrings.ts';
import type { ConsoleTerminal, ConsoleTerminalDeps } from './createTerminal.ts';

/** xterm.js throws at 50 MB. A hidden page parses some 200 KB/s, so its backlog is cut much earlier. */
const maxBacklogBytes = 16_777_216;

/** White on blue, in every theme: what is the page's own is told from what a guest turns around. */
const remarkColours = '\x1b[38;5;231;48;5;24m';

/** Hands a chunk over for parsing. */
export type WriteChunk = (data: Uint8Array | string, mayAnswer: boolean, onWritten: () => void) => void;

/** Names come from a directory that others write: nothing in them is a command, or turns the line around. */
const toPlainText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');

type Output = Pick<ConsoleTerminal, 'write' | 'remark'>;

/** What is written in order, bounded in every way in which a guest may ask too much of a page. */
export function createOutput(write: WriteChunk, onSkipped: ConsoleTerminalDeps['onSkipped']): Output {
  const strings = new BoundStrings();
  let backlogBytes = 0;
  let skippedBytes = 0;

  function hand(data: Uint8Array | string, mayAnswer: boolean): void {
    backlogBytes += data.length;
    write(data, mayAnswer, () => {
      backlogBytes -= data.length;
      // The flood may have been the last output for long: what is missing is told even so.
      if (backlogBytes === 0) tellSkipped();
    });
  }

  function tellSkipped(): void {
    const bytes = skippedBytes;
    skippedBytes = 0;
    if (bytes > 0) onSkipped(bytes);
  }

  return {
    write(bytes, mayAnswer) {
      if (backlogBytes + bytes.length > maxBacklogBytes) {
        skippedBytes += bytes.length;
        return;
      }
      tellSkipped();
      hand(strings.filter(bytes), mayAnswer);
    },
    remark(text) {
      strings.reset();
      // CAN ends whatever sequence the output before it broke off in.
      hand(`\x18\x1b[0m\r\n${remarkColours} ${toPlainText(text)} \x1b[0m\r\n`, false);
    },
  };
}
