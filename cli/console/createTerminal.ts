import { spawnSync } from 'node:child_process';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Terminal } from './terminal.ts';

const usualColumns = 80;

/** Modes that a guest may have left behind: without them a shell is hard to use. Colours, cursor, screen, mouse, paste. */
const usable =
  '\x1b[0m\x1b[?25h\x1b[?1047l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1l\x1b>';

export function createTerminal(streams: {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}): Terminal {
  const { stdin, stdout } = streams;
  return {
    isInteractive: stdin.isTTY === true && stdout.isTTY === true,
    // A terminal without a size says 0.
    get columns() {
      return stdout.columns || usualColumns;
    },
    write: (data) => void stdout.write(data),
    readKeys(onKeys, onEnd) {
      stdin.setRawMode(true);
      leaveLineEnds();
      stdin.on('data', onKeys).on('end', onEnd).on('error', onEnd).resume();
      return () => {
        stdin.off('data', onKeys).off('end', onEnd).off('error', onEnd).pause();
        stdin.setRawMode(false);
        stdout.write(usable);
      };
    },
  };
}

/**
 * Node's raw mode is one of input only: the terminal driver would go on turning each line feed into a line's end,
 * and editors move the cursor straight down with it. Node undoes this with its own mode. Without `stty` a shell
 * can be used, and editors look wrong.
 */
function leaveLineEnds(): void {
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
}
