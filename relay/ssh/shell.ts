import type { Client, ClientChannel } from 'ssh2';
import type { TerminalSize } from '../../shared/contracts/sshFrames.ts';

/** `exited`: the shell ended, with a status unless a signal ended it. `gone`: its machine did, or the way there. */
export type ShellEnd =
  | { readonly kind: 'exited'; readonly status: number | undefined }
  | { readonly kind: 'gone' };

export type ShellEvents = {
  readonly onOutput: (bytes: Uint8Array) => void;
  /** After the last output. Called once. */
  readonly onEnd: (end: ShellEnd) => void;
};

/** A shell on another machine, with a terminal. Silent until `start`. */
export type Shell = {
  start(events: ShellEvents): void;
  /** Resolves when the machine has room for more. */
  write(bytes: Uint8Array): Promise<void>;
  resize(size: TerminalSize): void;
  /** No output comes until `resume`: the machine's own program waits once its buffers are full. */
  pause(): void;
  resume(): void;
  /** Ends shell and connection. No event comes after it. */
  close(): void;
};

export function createShell(client: Client, channel: ClientChannel): Shell {
  let events: ShellEvents | undefined;
  let status: number | undefined;
  let hasExited = false;
  const end = (): void => {
    const told = events;
    events = undefined;
    told?.onEnd(hasExited ? { kind: 'exited', status } : { kind: 'gone' });
    client.end();
  };
  const onOutput = (bytes: Uint8Array): void => events?.onOutput(bytes);
  channel.on('exit', (code: number | null) => {
    hasExited = true;
    status = code ?? undefined;
  });
  channel.on('error', () => {}); // Followed by `close`.
  channel.pause();
  return {
    start(wanted) {
      events = wanted;
      channel.on('data', onOutput);
      channel.stderr.on('data', onOutput);
      channel.on('close', end);
      client.on('close', end);
      channel.resume();
    },
    write: (bytes) =>
      new Promise((resolve) => {
        // Into a channel that has just ended: its end is told next.
        if (!channel.writable) return resolve();
        channel.write(bytes, () => resolve());
      }),
    resize: ({ rows, columns }) => channel.setWindow(rows, columns, 0, 0),
    // A terminal has no errors of its own, but what comes as such is the machine's choice.
    pause() {
      channel.pause();
      channel.stderr.pause();
    },
    resume() {
      channel.resume();
      channel.stderr.resume();
    },
    close() {
      events = undefined;
      client.end();
      client.destroy();
    },
  };
}
