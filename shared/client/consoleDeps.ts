import type { ConnectResponse } from '../contracts/api.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { SshState } from '../contracts/sshFrames.ts';
import type { OpenConsoleRequest } from './api.ts';
import type { ConsoleRemark } from './consoleSnapshot.ts';
import type { CreatePubSubClient } from './pubSubClient.ts';

export type ConsoleConnectionDeps = {
  /** Asks the control plane for a connection; rejects with `ApiError`. */
  readonly openConsole: (request: OpenConsoleRequest) => Promise<ConnectResponse>;
  readonly createClient: CreatePubSubClient;
  /**
   * Output in order, each byte once. Its queries get an answer only where `mayAnswer`: what was written before we
   * were there was answered then, and what others see is for the operator to answer.
   */
  readonly onOutput: (bytes: Uint8Array, mayAnswer: boolean) => void;
  readonly onRemark: (remark: ConsoleRemark) => void;
  /** Where the way to a shell stands. Present = an SSH session, whose end no other session makes good. */
  readonly onSshState?: (state: SshState) => void;
  /** The guest has taken some of what was typed. */
  readonly onInputTaken?: () => void;
  /** Runs `task` once after `delayMs`; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** BCP 47; the language of the text that a forced disconnect shows. */
  readonly language?: string;
};

export type ConnectChoice = {
  readonly mode?: ConsoleMode;
  readonly takeOver?: boolean;
  readonly record?: boolean;
};

/** What another page has to know to go on with a session: no secret, and worth nothing to anybody else. */
export type KeptSession = {
  readonly sessionId: string;
  readonly mode: ConsoleMode;
  /** First byte of output wanted; undefined = all that the relay has. */
  readonly offset: number | undefined;
  /** A session that takes its place is to be recorded as well. */
  readonly record?: boolean | undefined;
};
