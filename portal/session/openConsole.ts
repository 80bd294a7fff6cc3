import type { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleTerminal } from '../terminal/createTerminal.ts';
import type { AnswerWatch } from './answerWatch.ts';
import type { ConsolePaste } from './consolePaste.ts';
import type { ConsolePlace } from './consolePlace.ts';
import type { SshConsole } from './sshConsole.ts';

/** What a terminal asks of the page that shows it; nothing while none does. */
export type ConsolePage = {
  readonly onLeave: () => void;
  readonly onFind: () => void;
  readonly onLink: (target: string) => void;
};

/** A terminal and the connection behind it: neither knows the other, nor React, nor which page shows them. */
export type OpenConsole = {
  readonly place: ConsolePlace;
  readonly connection: ConsoleConnection;
  readonly terminal: ConsoleTerminal;
  readonly paste: ConsolePaste;
  readonly answers: AnswerWatch;
  /** The way to the shell, of a console that is one. */
  readonly shell: SshConsole | undefined;
  /** What is typed goes somewhere. */
  readonly canType: boolean;
  setPage(page: ConsolePage | undefined): void;
  /** Ends its session. */
  end(): Promise<void>;
};

export type OpenConsoleEvents = {
  readonly onOutput: () => void;
  readonly onBell: () => void;
};

export type CreateOpenConsole = (place: ConsolePlace, events: OpenConsoleEvents) => OpenConsole;
