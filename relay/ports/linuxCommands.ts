import { kernelLog } from './linuxKernelLog.ts';
import { numberedLines, repeatedLine, sequence } from './longOutput.ts';
import type { ProgramOutput } from './simulatedProgram.ts';

type Command = {
  readonly words: readonly string[];
  readonly user: string;
  readonly computerName: string;
  readonly output: ProgramOutput;
};

const commands: Readonly<Record<string, (command: Command) => void>> = {
  echo: ({ words, output }) => output.print(`${words.join(' ')}\r\n`),
  uname: ({ computerName, output }) =>
    output.print(`Linux ${computerName} 6.1.0-sallyport #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\r\n`),
  hostname: ({ computerName, output }) => output.print(`${computerName}\r\n`),
  whoami: ({ user, output }) => output.print(`${user}\r\n`),
  dmesg: ({ computerName, output }) => output.print(kernelLog(computerName)),
  seq: ({ words, output }) => output.stream(sequence(Number(words[0] ?? 0))),
  yes: ({ words, output }) => output.stream(repeatedLine(words[0] ?? 'y')),
  flood: ({ words, output }) => output.stream(numberedLines(Number(words[0] ?? 0))),
  clear: ({ output }) => output.print('\x1b[H\x1b[2J'),
  reboot: ({ output }) => output.setPower('restart'),
  poweroff: ({ output }) => output.setPower('off'),
};

/** One line at the simulated shell. `flood BYTES` prints exactly that many bytes of numbered lines. */
export function runLinuxCommand(input: Omit<Command, 'words'> & { readonly line: string }): void {
  const [name = '', ...words] = input.line.trim().split(/\s+/);
  if (name === '') return;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return input.output.print(`-sh: ${name}: not found\r\n`);
  command({ ...input, words });
}
