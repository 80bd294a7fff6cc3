import type { Api } from '../shared/client/api.ts';
import type { Terminal } from './console/terminal.ts';
import type { Output } from './output/output.ts';

export type Option = {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
};

/** What a command is given to work with. */
export type Context = {
  readonly api: Api;
  /** The resource id of a machine that was named; rejects with `NotFoundError`. */
  readonly vmId: (name: string) => Promise<string>;
  /** The resource id of the bastion that was named, or of the only one. */
  readonly bastionId: () => Promise<string>;
  readonly out: Output;
  readonly isJson: boolean;
  readonly terminal: Terminal;
  /** BCP 47. */
  readonly language: string;
  /** Aborted when this process is told to end. */
  readonly signal: AbortSignal;
};

/** The rest of a command line, with its options by name. */
export type Input = {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** Throws `UsageError` for anything but a whole number above zero. */
  count(name: string): number | undefined;
};

export type Command = {
  /** The words that call it, such as `sessions list`. */
  readonly name: string;
  /** As in the help: `<vm>` is one, `<id>...` one or more, and there are no optional ones. */
  readonly operands: string;
  readonly summary: string;
  /** More for its own help. */
  readonly details?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Resolves to the exit code. */
  readonly run: (context: Context, input: Input) => Promise<number>;
};
