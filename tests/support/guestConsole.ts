import { OutputLog } from '../../relay/outputLog.ts';
import { PortPump } from '../../relay/portPump.ts';
import { createQemuPort } from '../../relay/ports/qemu.ts';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import type { NoticeFrame } from '../../shared/contracts/frames.ts';
import { eventually } from './eventually.ts';
import { createMemoryJournal } from './memoryJournal.ts';

/** A serial port as the relay holds it, with a person at it who reads everything. */
export type GuestConsole = AsyncDisposable & {
  readonly pump: PortPump;
  readonly notices: NoticeFrame[];
  /** All that the guest has written. */
  readonly text: () => string;
  type(text: string): Promise<void>;
  /** Types a line, and waits for `answer` in what comes after it. Resolves to that. */
  enter(line: string, answer: RegExp): Promise<string>;
  /** Waits for `answer` in what came since the last call of `enter` or `sees`. */
  sees(answer: RegExp): Promise<string>;
  /** From the login prompt to alice's shell. */
  logIn(): Promise<void>;
};

const timeoutMs = 90_000;
/** The shell asks its terminal where the cursor is. */
// oxlint-disable-next-line no-control-regex
export const shellPrompt = /\$ \x1b\[6n$/;

export async function openGuestConsole(directory: string): Promise<GuestConsole> {
  return openConsoleOf(createQemuPort({ directory }));
}

export async function openConsoleOf(port: SerialPort): Promise<GuestConsole> {
  const log = new OutputLog(createMemoryJournal(), 1_048_576);
  const notices: NoticeFrame[] = [];
  const publish = async (_group: string, data: ArrayBuffer | NoticeFrame): Promise<boolean> => {
    if (!(data instanceof ArrayBuffer)) notices.push(data);
    return true;
  };
  const pump = new PortPump({ port, log, publish, now: Date.now });
  pump.portId = 'p1';
  pump.viewers = 1;
  let text = '';
  let seen = 0;
  pump.watch({
    onOutput: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
    },
  });
  await pump.start();
  const sees = async (answer: RegExp): Promise<string> => {
    await eventually(() => answer.test(text.slice(seen)), {
      timeoutMs,
      describe: () => `${answer} in ${JSON.stringify(text.slice(seen).slice(-600))}`,
    });
    const found = text.slice(seen);
    seen = text.length;
    return found;
  };
  const type = (keys: string): Promise<void> => pump.write(Buffer.from(keys, 'latin1'));
  const enter = async (line: string, answer: RegExp): Promise<string> => {
    seen = text.length;
    await type(`${line}\r`);
    return sees(answer);
  };
  return {
    pump,
    notices,
    text: () => text,
    type,
    enter,
    sees,
    async logIn() {
      seen = 0;
      await sees(/login: $/);
      await enter('alice', /assword: $/);
      // A real login throws away what is typed within moments of its password prompt.
      await new Promise((resolve) => void setTimeout(resolve, 700));
      await enter('correct-horse', shellPrompt);
    },
    [Symbol.asyncDispose]: async () => port[Symbol.asyncDispose](),
  };
}
