import type { Credential, SshState, SshViewerFrame, TerminalSize } from '../contracts/sshFrames.ts';

export type SshDialogueDeps = {
  /** Publish on the session's up group, best effort: what is lost is said again. */
  readonly send: (frame: SshViewerFrame) => void;
  /** Runs `task` once after `delayMs`; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

const retryMs = 2_000;

/**
 * The viewer's end of the way to a shell. Whatever is said is said again until the relay's state shows that it
 * was heard; then it is forgotten, a credential with it.
 */
export class SshDialogue {
  readonly #deps: SshDialogueDeps;
  #state: SshState = { step: 'connecting' };
  #size: TerminalSize = { columns: 80, rows: 24 };
  #unheard: SshViewerFrame | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(deps: SshDialogueDeps) {
    this.#deps = deps;
  }

  get state(): SshState {
    return this.#state;
  }

  /** A state from the relay, perhaps not for the first time. */
  receive(state: SshState): void {
    this.#state = state;
    if (this.#unheard !== undefined && !isAwaited(this.#unheard, state)) this.#forget();
    // On a new connection too: what was said about the size on the one before may be lost.
    if (state.step === 'open') this.#deps.send({ kind: 'resize', ...this.#size });
  }

  /** The person vouches for the key that is shown. */
  trust(): void {
    if (this.#state.step !== 'hostKey') return;
    this.#say({ kind: 'trust', fingerprint: this.#state.hostKey.fingerprint });
  }

  logIn(userName: string, credential: Credential): void {
    if (this.#state.step !== 'login') return;
    const attempt = this.#state.attempts + 1;
    this.#say({ kind: 'login', attempt, userName, credential, ...this.#size });
  }

  answer(answers: readonly string[]): void {
    if (this.#state.step !== 'prompts') return;
    this.#say({ kind: 'answers', promptId: this.#state.promptId, answers: [...answers] });
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    if (this.#state.step === 'open') this.#deps.send({ kind: 'resize', ...size });
  }

  /** Another session begins. */
  reset(): void {
    this.#state = { step: 'connecting' };
    this.close();
  }

  /** Nothing is said any more, and a credential that was not heard is forgotten. */
  close(): void {
    this.#forget();
  }

  #say(frame: SshViewerFrame): void {
    this.#unheard = frame;
    this.#send();
  }

  #send(): void {
    if (this.#unheard === undefined) return;
    this.#deps.send(this.#unheard);
    this.#cancelRetry?.();
    this.#cancelRetry = this.#deps.schedule(() => this.#send(), retryMs);
  }

  #forget(): void {
    this.#unheard = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }
}

/** Whether the relay, at `state`, still waits for what `frame` says. */
function isAwaited(frame: SshViewerFrame, state: SshState): boolean {
  switch (frame.kind) {
    case 'trust':
      return state.step === 'hostKey';
    case 'login':
      return state.step === 'login' && state.attempts < frame.attempt;
    case 'answers':
      return state.step === 'prompts' && state.promptId === frame.promptId;
    case 'resize':
      return false;
  }
}
