import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import type { LocalStack } from './localStack.ts';
import { whileStopped } from './whileStopped.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Call = {
  readonly args: readonly string[];
  /** More of the environment, such as a language. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** The real command line in a process of its own, against a running stack, without a terminal. */
export async function runCommandLine(stack: LocalStack, user: string, call: Call): Promise<CommandResult> {
  const child = spawn(process.execPath, [main, ...call.args], {
    env: environmentOf(stack, user, call),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

/** The same at a real terminal: keys are pressed, and all that it shows is read. */
export type TerminalSession = AsyncDisposable & {
  press(keys: string | Uint8Array): void;
  /** Resolves once `text` is shown after all that an earlier call waited for. */
  until(text: string): Promise<void>;
  /** Resolves once a replay is through: nothing is shown any more. What is waited for next is new. */
  settle(): Promise<void>;
  /** Everything shown so far. */
  readonly shown: () => Buffer;
  /** Everything shown after what was waited for last. */
  readonly rest: () => string;
  readonly exitCode: () => Promise<number>;
  /** The window is closed. */
  hangUp(): void;
  /** Of the command line itself, not of its terminal. */
  readonly pid: () => number;
  /** Neither runs while `work` does, as on a machine whose lid is closed. */
  whileAsleep(work: () => Promise<void>): Promise<void>;
};

/** `script` of util-linux gives it a terminal; each Debian has it. */
export function startInTerminal(stack: LocalStack, user: string, call: Call): TerminalSession {
  const words = ['exec', process.execPath, main, ...call.args].map((word) => `'${word}'`).slice(1);
  const command = `stty cols 100 rows 30; echo pid=$$.; exec ${words.join(' ')}`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { ...environmentOf(stack, user, call), SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return watchTerminal(child);
}

/** A replay comes in one go. */
const quietMs = 1_500;

function watchTerminal(child: ChildProcess): TerminalSession {
  const parts: Buffer[] = [];
  let changedAt = Date.now();
  child.stdout?.on('data', (part: Buffer) => {
    changedAt = Date.now();
    parts.push(part);
  });
  const closed = once(child, 'close').then(([code]) => Number(code));
  const shown = (): Buffer => Buffer.concat(parts);
  let seen = 0;
  const pid = (): number => Number(/pid=(\d+)\./.exec(shown().toString())?.[1]);
  return {
    press: (keys) => void child.stdin?.write(keys),
    shown,
    rest: () => shown().subarray(seen).toString(),
    async until(text) {
      const at = (): number => shown().indexOf(text, seen);
      await eventually(() => at() >= 0, {
        describe: () => `${JSON.stringify(text)} after\n${shown().subarray(seen).toString().slice(-2_000)}`,
        timeoutMs: 60_000,
      });
      seen = at() + Buffer.byteLength(text);
    },
    async settle() {
      await eventually(() => Date.now() - changedAt > quietMs, {
        timeoutMs: 60_000,
      });
      seen = shown().length;
    },
    exitCode: () => closed,
    hangUp: () => void child.kill('SIGKILL'),
    pid,
    async whileAsleep(work) {
      await whileStopped(pid(), work);
      // It stops itself when what runs in it is stopped.
      child.kill('SIGCONT');
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** At a shell of the guest, with nothing of it left to come. */
export async function logInAtTerminal(console_: TerminalSession): Promise<void> {
  await console_.until('Connected.');
  await console_.settle();
  console_.press('\r');
  await console_.until('login: ');
  console_.press('alice\r');
  await console_.until('assword: ');
  console_.press('correct-horse\r');
  await console_.until('$ ');
}

function environmentOf(stack: LocalStack, user: string, { environment = {} }: Call): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    SALLYPORT_API: stack.addresses.functions,
    SALLYPORT_AUTHORITY: stack.addresses.identity,
    SALLYPORT_USER: `${user}@contoso.example`,
    ...environment,
  };
}
