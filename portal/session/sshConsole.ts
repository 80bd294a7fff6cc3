import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConsoleConnectionDeps } from '../../shared/client/consoleDeps.ts';
import type { ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { Observable } from '../../shared/client/observable.ts';
import { SshDialogue } from '../../shared/console/sshDialogue.ts';
import type { Credential, SshState, TerminalSize } from '../../shared/contracts/sshFrames.ts';

export type SshSnapshot = ConsoleSnapshot & { readonly ssh: SshState };

/** A console whose other end is a shell: the same connection and stream, with a login before it. */
export class SshConsole implements AsyncDisposable {
  readonly connection: ConsoleConnection;
  readonly #dialogue: SshDialogue;
  readonly #state: Observable<SshSnapshot>;
  readonly subscribe: Observable<SshSnapshot>['subscribe'];

  constructor(deps: Omit<ConsoleConnectionDeps, 'onSshState'>) {
    this.#dialogue = new SshDialogue({
      send: (frame) => this.connection.tell(frame),
      schedule: deps.schedule,
    });
    this.connection = new ConsoleConnection({
      ...deps,
      onSshState: (state) => {
        this.#dialogue.receive(state);
        this.#update();
      },
    });
    this.#state = new Observable({ ...this.connection.snapshot, ssh: this.#dialogue.state });
    this.subscribe = this.#state.subscribe;
    this.connection.subscribe(() => this.#onConnection());
  }

  get snapshot(): SshSnapshot {
    return this.#state.value;
  }

  /** The person vouches for the host key that is shown. */
  trust(): void {
    this.#dialogue.trust();
  }

  logIn(userName: string, credential: Credential): void {
    this.#dialogue.logIn(userName, credential);
  }

  /** To what the server asks. */
  answer(answers: readonly string[]): void {
    this.#dialogue.answer(answers);
  }

  resize(size: TerminalSize): void {
    this.#dialogue.resize(size);
  }

  /** Goes nowhere before there is a shell. */
  type(bytes: Uint8Array): void {
    if (this.#dialogue.state.step === 'open') this.connection.type(bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state.forget();
    this.#dialogue.reset();
    await this.connection[Symbol.asyncDispose]();
  }

  #onConnection(): void {
    const { state } = this.connection.snapshot;
    if (state === 'connecting') this.#dialogue.reset();
    if (state === 'disconnected') this.#dialogue.close();
    this.#update();
  }

  #update(): void {
    this.#state.set({ ...this.connection.snapshot, ssh: this.#dialogue.state });
  }
}
