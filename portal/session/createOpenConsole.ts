import type { Api } from '../../shared/client/api.ts';
import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleConnectionDeps } from '../../shared/client/consoleDeps.ts';
import { type ConsoleRemark, canType } from '../../shared/client/consoleSnapshot.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import { remarkText } from '../i18n/remarkText.ts';
import { schedule } from '../schedule.ts';
import { type ConsoleTerminal, createTerminal } from '../terminal/createTerminal.ts';
import type { KeptTerminalSettings } from '../terminal/terminalSettings.ts';
import { AnswerWatch } from './answerWatch.ts';
import { ConsolePaste } from './consolePaste.ts';
import type { ConsolePlace } from './consolePlace.ts';
import type { ConsolePage, CreateOpenConsole, OpenConsole, OpenConsoleEvents } from './openConsole.ts';
import { SshConsole } from './sshConsole.ts';

type BrowserDeps = { readonly api: Api; readonly settings: KeptTerminalSettings };

/** Consoles as a browser has them. */
export const openConsoleFactory =
  (deps: BrowserDeps): CreateOpenConsole =>
  (place, events) =>
    new BrowserConsole(deps, place, events);

/** Terminal, connection and pastes, wired together. */
class BrowserConsole implements OpenConsole {
  readonly place: ConsolePlace;
  readonly connection: ConsoleConnection;
  readonly shell: SshConsole | undefined;
  readonly terminal: ConsoleTerminal;
  readonly paste: ConsolePaste;
  readonly answers: AnswerWatch;
  #page: ConsolePage | undefined;
  #isConnected = false;
  readonly #events: OpenConsoleEvents;
  readonly #forgetSettings: () => void;

  constructor({ api, settings }: BrowserDeps, place: ConsolePlace, events: OpenConsoleEvents) {
    this.place = place;
    this.#events = events;
    const deps = this.#connectionDeps();
    if (place.kind === 'ssh') {
      const { bastionId, vmId } = place;
      this.shell = new SshConsole({
        ...deps,
        openConsole: (request) => api.openSsh(bastionId, vmId, request),
      });
    }
    this.connection =
      this.shell?.connection ??
      new ConsoleConnection({ ...deps, openConsole: (request) => api.openConsole(place.vmId, request) });
    const pendingBytes = (): number => this.connection.pendingInputBytes;
    this.answers = new AnswerWatch({ schedule, pendingBytes });
    this.paste = new ConsolePaste({ type: (bytes) => this.#type(bytes), pendingBytes });
    this.terminal = this.#createTerminal();
    this.#forgetSettings = this.#follow(settings);
    (this.shell ?? this.connection).subscribe(() => this.#onChange());
    this.#onChange();
  }

  /** What is typed goes somewhere. */
  get canType(): boolean {
    if (this.shell !== undefined && this.shell.snapshot.ssh.step !== 'open') return false;
    return canType(this.connection.snapshot);
  }

  setPage(page: ConsolePage | undefined): void {
    this.#page = page;
  }

  async end(): Promise<void> {
    this.#forgetSettings();
    await (this.shell ?? this.connection)[Symbol.asyncDispose]();
  }

  #type(bytes: Uint8Array): void {
    (this.shell ?? this.connection).type(bytes);
    this.answers.typed();
  }

  #connectionDeps(): Omit<ConsoleConnectionDeps, 'openConsole'> {
    return {
      createClient: createPubSubClient,
      onOutput: (bytes, mayAnswer) => {
        this.terminal.write(bytes, mayAnswer);
        this.#events.onOutput();
      },
      onRemark: (remark) => this.#onRemark(remark),
      onInputTaken: () => {
        this.paste.taken();
        this.answers.restart();
      },
      schedule,
      random: Math.random,
      language: currentLanguage(),
    };
  }

  #createTerminal(): ConsoleTerminal {
    return createTerminal({
      onInput: (bytes) => this.paste.type(bytes),
      onPaste: (text, isBracketed) => {
        if (this.canType) this.paste.paste(text, isBracketed);
      },
      onLeave: () => this.#page?.onLeave(),
      onFind: () => this.#page?.onFind(),
      onLink: (target) => this.#page?.onLink(target),
      onBell: () => this.#events.onBell(),
      onSkipped: (bytes) => this.terminal.remark(t('console:remarks.skipped', { count: bytes })),
      // A shell follows the window; a serial line has no size.
      ...(this.shell === undefined ? {} : { onResize: (size) => this.shell?.resize(size) }),
    });
  }

  #onRemark(remark: ConsoleRemark): void {
    // Every shell is a stream of its own: that a new one begins anew is no news.
    if (this.shell !== undefined && remark.kind === 'restarted') return;
    this.terminal.remark(remarkText(t, remark));
  }

  #onChange(): void {
    const isConnected = this.connection.snapshot.state === 'connected';
    if (isConnected && !this.#isConnected) this.answers.restart();
    this.#isConnected = isConnected;
    if (!this.canType) {
      this.paste.reset();
      this.answers.reset();
    }
    this.terminal.setReadOnly(!this.canType);
  }

  #follow(settings: KeptTerminalSettings): () => void {
    const apply = (): void => this.terminal.setSettings(settings.value);
    apply();
    return settings.subscribe(apply);
  }
}
