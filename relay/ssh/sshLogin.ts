import { SallyportError } from '../../shared/contracts/errors.ts';
import { limits } from '../../shared/contracts/limits.ts';
import type { SshEnd } from '../../shared/contracts/relayApi.ts';
import type { HostKey, SshState, SshViewerFrame, TerminalSize } from '../../shared/contracts/sshFrames.ts';
import { isSameKey } from './hostKey.ts';
import type { Prompter } from './loginMethods.ts';
import type { Shell } from './shell.ts';
import { hostKeyChanged, unreachable } from './sshFaults.ts';
import type { SshServer } from './sshServer.ts';

/** The key pinned for the session's target, as the control plane keeps it. Both reject while it does not answer. */
export type HostKeys = {
  get(): Promise<HostKey | undefined>;
  /** Resolves to the key that is pinned afterwards: another one, if somebody was first. */
  pin(key: HostKey): Promise<HostKey>;
};

export type SshLoginDeps = {
  readonly server: SshServer;
  readonly hostKeys: HostKeys;
  readonly onState: () => void;
  readonly onShell: (shell: Shell, size: TerminalSize) => void;
  /** There will be no shell. `state` says why. */
  readonly onFailed: (end: SshEnd) => void;
};

type LoginFrame = Extract<SshViewerFrame, { kind: 'login' }>;
type DialogueFrame = Exclude<SshViewerFrame, { kind: 'resize' }>;

/**
 * From the first connection to a shell. The host key comes first: a credential leaves this process only towards
 * a server that has proved the pinned key on the very same connection. No credential is kept: one that was
 * used, or refused, is forgotten with its attempt.
 */
export class SshLogin {
  readonly #deps: SshLoginDeps;
  readonly #closing = new AbortController();
  #state: SshState = { step: 'connecting' };
  #attempts = 0;
  #promptId = 0;
  #answer: ((answers: readonly string[]) => void) | undefined;

  constructor(deps: SshLoginDeps) {
    this.#deps = deps;
  }

  get state(): SshState {
    return this.#state;
  }

  start(): void {
    void this.#through(() => this.#findHostKey());
  }

  /** What comes at another step was said before, and is said again: it is ignored. */
  receive(frame: DialogueFrame): void {
    const state = this.#state;
    if (frame.kind === 'trust' && state.step === 'hostKey') {
      const { hostKey } = state;
      if (frame.fingerprint === hostKey.fingerprint) void this.#through(() => this.#pin(hostKey));
    }
    if (frame.kind === 'login' && state.step === 'login' && frame.attempt === this.#attempts + 1) {
      void this.#through(() => this.#logIn(frame, state.hostKey));
    }
    if (frame.kind === 'answers' && state.step === 'prompts' && frame.promptId === state.promptId) {
      this.#set({ step: 'authenticating', attempts: this.#attempts });
      this.#answer?.(frame.answers);
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #findHostKey(): Promise<void> {
    const pinned = await this.#deps.hostKeys.get();
    const hostKey = await this.#deps.server.readHostKey(pinned, this.#closing.signal);
    if (pinned === undefined) this.#set({ step: 'hostKey', hostKey });
    else this.#acceptKey(hostKey, pinned);
  }

  async #pin(hostKey: HostKey): Promise<void> {
    this.#set({ step: 'connecting' });
    this.#acceptKey(hostKey, await this.#deps.hostKeys.pin(hostKey));
  }

  #acceptKey(hostKey: HostKey, pinned: HostKey): void {
    if (!isSameKey(hostKey, pinned)) return this.#fail(hostKeyChanged(), hostKey);
    this.#set({ step: 'login', hostKey, attempts: this.#attempts, attemptsLeft: this.#attemptsLeft });
  }

  get #attemptsLeft(): number {
    return limits.sshLoginAttempts - this.#attempts;
  }

  async #logIn(frame: LoginFrame, hostKey: HostKey): Promise<void> {
    this.#attempts += 1;
    const { userName, credential, columns, rows } = frame;
    const attempts = this.#attempts;
    this.#set({ step: 'authenticating', attempts });
    try {
      const { signal } = this.#closing;
      const order = { hostKey, userName, credential, columns, rows, ask: this.#ask, signal };
      const shell = await this.#deps.server.openShell(order);
      if (signal.aborted) return shell.close();
      this.#set({ step: 'open', attempts });
      this.#deps.onShell(shell, { columns, rows });
    } catch (thrown) {
      const fault = SallyportError.from(thrown);
      const mayRetry = fault.code === 'SshLoginFailed' || fault.code === 'SshKeyUnreadable';
      if (!mayRetry || this.#attemptsLeft === 0) throw thrown;
      const attemptsLeft = this.#attemptsLeft;
      this.#set({ step: 'login', hostKey, attempts, attemptsLeft, error: toError(fault) });
    }
  }

  readonly #ask: Prompter = ({ instructions, prompts }) =>
    new Promise((resolve, reject) => {
      this.#promptId += 1;
      this.#answer = resolve;
      this.#closing.signal.addEventListener('abort', () => reject(unreachable(undefined)));
      const attempts = this.#attempts;
      const promptId = this.#promptId;
      this.#set({ step: 'prompts', attempts, promptId, instructions, prompts: [...prompts] });
    });

  /** A fault of any step is the end, and says so. */
  async #through(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (thrown) {
      if (!this.#closing.signal.aborted) this.#fail(SallyportError.from(thrown));
    }
  }

  #fail(fault: SallyportError, hostKey?: HostKey): void {
    this.#set({ step: 'failed', error: toError(fault), ...(hostKey === undefined ? {} : { hostKey }) });
    this.#deps.onFailed({ reason: reasonOf(fault), message: fault.code });
  }

  #set(state: SshState): void {
    if (this.#closing.signal.aborted) return;
    this.#state = state;
    this.#deps.onState();
  }
}

const toError = ({ code, message }: SallyportError) => ({ code, message });

function reasonOf({ code }: SallyportError): SshEnd['reason'] {
  if (code === 'HostKeyChanged') return code;
  if (code === 'SshLoginFailed' || code === 'SshKeyUnreadable') return 'LoginFailed';
  return code === 'SshUnreachable' ? 'GuestGone' : 'RelayLost';
}
