/** What runs in a simulated guest. Knows nothing of ports: text in, text out, nothing timed by a clock. */
export type SimulatedProgram = {
  /** Power on: the boot text, up to the first prompt. */
  boot(): void;
  /** Bytes typed, one call per write. */
  type(bytes: Uint8Array): void;
  /** BREAK on the serial line; absent in a program to which it means nothing. */
  sendBreak?(): void;
  /** A non-maskable interrupt. */
  interrupt?(): void;
  /** Said on the way down, after the power button was pressed. */
  readonly goodbye?: string;
};

export type ProgramOutput = {
  /** Printed in order, after whatever is still waiting. */
  readonly print: (said: string | Uint8Array) => void;
  /** Printed before whatever is still waiting, as a kernel prints. */
  readonly printNow: (said: string) => void;
  /** A long output, made piece by piece as it is read; `interrupt` ends it. */
  readonly stream: (pieces: Iterator<Uint8Array>) => void;
  /** Drops what is left of a stream. */
  readonly interrupt: () => void;
  /** The guest switches itself off, or starts again. */
  readonly setPower: (change: 'off' | 'restart') => void;
};

export type CreateProgram = (computerName: string, output: ProgramOutput) => SimulatedProgram;
