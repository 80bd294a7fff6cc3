import type { ConnectResponse } from '../contracts/api.ts';
import type { OpenConsoleRequest } from './api.ts';
import { ApiError } from './apiError.ts';
import type { ConsoleConnectionDeps } from './consoleDeps.ts';
import { endUnused } from './endClient.ts';
import { reconnectDelayMs } from './reconnectDelayMs.ts';

export type ConsoleOpeningDeps = Pick<
  ConsoleConnectionDeps,
  'openConsole' | 'createClient' | 'schedule' | 'random' | 'language'
> & {
  /** Offset of the next byte wanted. */
  readonly offset: () => number | undefined;
};

export type OpeningHandlers = {
  readonly onAnswer: (answer: ConnectResponse) => void;
  readonly onRefused: (error: ApiError, request: OpenConsoleRequest) => void;
};

/** Asks the control plane for connections, one at a time: an answer that nobody waits for any more is ended. */
export class ConsoleOpening {
  readonly #deps: ConsoleOpeningDeps;
  readonly #handlers: OpeningHandlers;
  #cancelRetry: (() => void) | undefined;
  /** Grows with every attempt, so that the late answer to an earlier one is recognised. */
  #attempt = 0;
  #failures = 0;
  #begun: Promise<void> | undefined;

  constructor(deps: ConsoleOpeningDeps, handlers: OpeningHandlers) {
    this.#deps = deps;
    this.#handlers = handlers;
  }

  /** Equal for as long as nothing else was begun or cancelled. */
  get attempt(): number {
    return this.#attempt;
  }

  async begin(request: OpenConsoleRequest): Promise<void> {
    const begun = this.#begin(request);
    this.#begun = begun;
    await begun;
  }

  /** Resolves when what was begun before a `cancel` is ended. */
  async ended(): Promise<void> {
    await this.#begun;
  }

  async #begin(request: OpenConsoleRequest): Promise<void> {
    const unwanted = await this.#ask(request, this.#handlers);
    if (unwanted !== undefined) await endUnused(this.#deps, unwanted.connectionString);
  }

  /** For a session that has a connection, and keeps it where the answer comes too late. */
  async change(request: OpenConsoleRequest, handlers: OpeningHandlers): Promise<void> {
    await this.#ask(request, handlers);
  }

  /** Later and later, until `succeeded`. */
  retry(request: OpenConsoleRequest): void {
    const delayMs = reconnectDelayMs(this.#failures, this.#deps.random());
    this.#failures += 1;
    this.#cancelRetry = this.#deps.schedule(() => void this.begin(request), delayMs);
  }

  succeeded(): void {
    this.#failures = 0;
  }

  cancel(): void {
    this.#attempt += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  /** Resolves to an answer that came too late. */
  async #ask(
    request: OpenConsoleRequest,
    { onAnswer, onRefused }: OpeningHandlers,
  ): Promise<ConnectResponse | undefined> {
    const attempt = (this.#attempt += 1);
    try {
      const answer = await this.#deps.openConsole(this.#placed(request));
      if (attempt !== this.#attempt) return answer;
      onAnswer(answer);
    } catch (thrown) {
      if (attempt === this.#attempt) onRefused(ApiError.from(thrown), request);
    }
    return undefined;
  }

  #placed(request: OpenConsoleRequest): OpenConsoleRequest {
    const { language } = this.#deps;
    const resumeOffset = this.#deps.offset();
    return {
      ...request,
      ...(resumeOffset === undefined ? {} : { resumeOffset }),
      ...(language === undefined ? {} : { language }),
    };
  }
}
