import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConnectChoice, ConsoleConnectionDeps } from '../../shared/client/consoleDeps.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { remarkText } from '../../shared/client/remarkText.ts';
import type { AdminCommand } from '../../shared/contracts/machineOperation.ts';
import { describeFailure, exitCodes } from '../failure.ts';
import { printable } from '../output/printable.ts';
import { escapeKey, type Menu, type MenuOrder, pressKey } from './consoleMenu.ts';
import { consoleNews } from './consoleNews.ts';
import { HeldOutput } from './heldOutput.ts';
import { eraseLine, menuText, showLine } from './menuLine.ts';
import { endsConsole, offlineHint, pressOffline } from './offline.ts';
import { OutputGuard } from './outputGuard.ts';
import type { Terminal } from './terminal.ts';

export type SerialConsoleDeps = Omit<ConsoleConnectionDeps, 'onOutput' | 'onRemark'> & {
  readonly terminal: Terminal;
  readonly sendCommand: (command: AdminCommand, keys?: string) => Promise<unknown>;
  /** Aborted when this process is told to end. */
  readonly signal: AbortSignal;
};

/** A menu that is forgotten must not fill the memory: above this it closes itself. */
const maxHeldBytes = 1_048_576;
const escapeCode = 0x1b;

/** A person's terminal joined to a machine's serial port, until the person leaves. */
export class SerialConsole {
  readonly #deps: SerialConsoleDeps;
  readonly #connection: ConsoleConnection;
  readonly #guard = new OutputGuard();
  readonly #held: HeldOutput;
  #before: ConsoleSnapshot;
  #menu: Menu = { at: 'closed' };
  #wasConnected = false;
  /** Asked on the command line, of every session until it is left. */
  #isRecorded = false;
  #finish: (exitCode: number) => void = () => {};
  #fail: (thrown: unknown) => void = () => {};

  constructor(deps: SerialConsoleDeps) {
    this.#deps = deps;
    this.#held = new HeldOutput((bytes) => deps.terminal.write(bytes), maxHeldBytes);
    this.#connection = new ConsoleConnection({
      ...deps,
      onOutput: (bytes, mayAnswer) => this.#show(this.#guard.filter(bytes, mayAnswer)),
      onRemark: (remark) => this.#say(remarkText(remark)),
    });
    this.#before = this.#connection.snapshot;
  }

  /** Resolves to the exit code; rejects when there never was a console. */
  async run(choice: ConnectChoice): Promise<number> {
    const over = new Promise<number>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    const interrupt = (): void => this.#finish(exitCodes.interrupted);
    this.#deps.signal.addEventListener('abort', interrupt);
    const unsubscribe = this.#connection.subscribe(() => this.#onChange());
    const stopKeys = this.#deps.terminal.readKeys((bytes) => this.#onKeys(bytes), interrupt);
    try {
      this.#say('Connecting…');
      this.#isRecorded = choice.record === true;
      await this.#connection.connect(choice);
      return await over;
    } finally {
      unsubscribe();
      this.#setMenu({ at: 'closed' });
      await this.#connection[Symbol.asyncDispose]();
      this.#say('The session is closed.');
      stopKeys();
    }
  }

  #onChange(): void {
    const before = this.#before;
    const after = this.#connection.snapshot;
    this.#before = after;
    this.#wasConnected ||= after.state === 'connected';
    if (endsConsole(after, this.#wasConnected)) return this.#fail(after.error);
    for (const line of consoleNews(before, after)) this.#say(line);
    const hint = after.state === before.state ? undefined : offlineHint(after);
    if (hint !== undefined) {
      this.#setMenu({ at: 'closed' });
      this.#say(hint);
    }
    if (after.state === 'connected' && after.error !== undefined) this.#connection.dismissError();
  }

  #onKeys(bytes: Uint8Array): void {
    if (offlineHint(this.#connection.snapshot) !== undefined) return this.#onOfflineKeys(bytes);
    let from = 0;
    while (from < bytes.length) {
      // Arrows and the like begin with ESC: they close the menu whole.
      if (this.#menu.at !== 'closed' && bytes[from] === escapeCode) return this.#setMenu({ at: 'closed' });
      if (this.#menu.at !== 'closed') this.#press(String.fromCharCode(bytes[from++] ?? 0));
      else from = this.#typeUntilEscape(bytes, from);
    }
  }

  /** Where to go on in `bytes`: behind Ctrl+], which opens the menu, or at their end. */
  #typeUntilEscape(bytes: Uint8Array, from: number): number {
    const at = bytes.indexOf(escapeKey, from);
    const to = at < 0 ? bytes.length : at;
    if (to > from) this.#type(bytes.slice(from, to));
    if (at >= 0) this.#setMenu({ at: 'open' });
    return to + 1;
  }

  #type(bytes: Uint8Array): void {
    // What an observer types goes nowhere, but it shows that somebody is there.
    if (this.#connection.snapshot.warning !== undefined) this.#connection.stay();
    this.#connection.type(bytes);
  }

  #press(key: string): void {
    const { menu, order } = pressKey(this.#menu, key, this.#connection.snapshot.mode);
    this.#setMenu(menu);
    if (order !== undefined) this.#obey(order);
  }

  #obey(order: MenuOrder): void {
    switch (order.kind) {
      case 'forwardEscape':
        return this.#type(Uint8Array.of(escapeKey));
      case 'quit':
        return this.#finish(exitCodes.done);
      case 'mode':
        return void this.#connection.changeMode(order.mode, order.takeOver);
      case 'command':
        // What it did is told to everybody at the port; only a refusal is for this person alone.
        this.#deps.sendCommand(order.command, order.keys).catch((thrown: unknown) => {
          this.#say(describeFailure(thrown));
        });
    }
  }

  #onOfflineKeys(bytes: Uint8Array): void {
    const answer = pressOffline(this.#connection.snapshot, String.fromCharCode(bytes[0] ?? 0));
    if (answer === 'quit') return this.#finish(exitCodes.done);
    if (answer === undefined) return;
    this.#say('Connecting…');
    void this.#connection.connect({ ...answer, record: this.#isRecorded });
  }

  #setMenu(menu: Menu): void {
    const { terminal } = this.#deps;
    if (this.#menu.at !== 'closed') terminal.write(eraseLine);
    this.#menu = menu;
    if (menu.at === 'closed') return this.#held.release();
    this.#held.hold();
    terminal.write(showLine(menuText(menu, this.#connection.snapshot.mode), terminal.columns));
  }

  #show(bytes: Uint8Array): void {
    if (!this.#held.add(bytes)) this.#setMenu({ at: 'closed' });
  }

  /** On lines of its own, so that nobody takes it for the machine's. */
  #say(text: string): void {
    const lines = printable(text).replaceAll('\n', '\r\n');
    this.#show(new TextEncoder().encode(`\r\n\x1b[0;7m sallyport \x1b[0m ${lines}\r\n`));
  }
}
