import { ApiError } from '../../shared/client/apiError.ts';
import type { CreatePubSubClient, PubSubClient } from '../../shared/client/pubSubClient.ts';
import { reconnectDelayMs } from '../../shared/client/reconnectDelayMs.ts';
import { listFrame, type SessionChange, type SubscribeResponse } from '../../shared/contracts/liveList.ts';

export type ListFeedDeps = {
  /** Asks for a URL; rejects with `ApiError`. */
  readonly subscribe: () => Promise<SubscribeResponse>;
  readonly createClient: CreatePubSubClient;
  readonly onChanges: (changes: readonly SessionChange[], allowedActions: readonly string[]) => void;
  /** Something may have been missed: the list has to be read again. */
  readonly onHole: () => void;
  /** Whether changes arrive. */
  readonly onLive: (isLive: boolean) => void;
  /** Runs `task` once after `delayMs`; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** Changes of one list, from one subscription to the next, for as long as the caller may have them. */
export class ListFeed implements Disposable {
  readonly #deps: ListFeedDeps;
  readonly #sequences = new Map<string, number>();
  #client: PubSubClient | undefined;
  #cancelRetry: (() => void) | undefined;
  /** Grows with every attempt, so that the late answer to an earlier one is recognised. */
  #attempt = 0;
  #failures = 0;

  constructor(deps: ListFeedDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const answer = await this.#deps.subscribe();
      if (attempt === this.#attempt) this.#listen(answer);
    } catch (thrown) {
      if (attempt === this.#attempt) this.#onRefused(ApiError.from(thrown));
    }
  }

  [Symbol.dispose](): void {
    this.#attempt += 1;
    this.#cancelRetry?.();
    this.#client?.stop();
    this.#client = undefined;
  }

  #listen({ connectionString, group, allowedActions }: SubscribeResponse): void {
    const client = this.#deps.createClient(connectionString, {
      onUp: () => this.#onUp(),
      onMessage: (from, data) => {
        if (from === group) this.#onMessage(data, allowedActions);
      },
      // What a recovery brings back is not worth waiting for: a new subscription begins with the whole list.
      onBroken: () => this.#lost(client),
      onDown: () => this.#lost(client),
    });
    this.#client = client;
  }

  #onUp(): void {
    this.#failures = 0;
    this.#sequences.clear();
    this.#deps.onLive(true);
    this.#deps.onHole();
  }

  #onMessage(data: unknown, allowedActions: readonly string[]): void {
    const frame = listFrame.safeParse(data).data;
    // Of a later version: what it says is in the list that is read.
    if (frame === undefined) return this.#deps.onHole();
    const before = this.#sequences.get(frame.publisher);
    this.#sequences.set(frame.publisher, frame.sequence);
    this.#deps.onChanges(frame.changes, allowedActions);
    if (before !== undefined && frame.sequence !== before + 1) this.#deps.onHole();
  }

  #lost(client: PubSubClient): void {
    if (client !== this.#client) return;
    client.stop();
    this.#client = undefined;
    this.#deps.onLive(false);
    this.#retry();
  }

  #onRefused(error: ApiError): void {
    this.#deps.onLive(false);
    // A right that is gone stays gone until the page is opened anew.
    if (error.retryable) this.#retry();
  }

  #retry(): void {
    const delayMs = reconnectDelayMs(this.#failures, this.#deps.random());
    this.#failures += 1;
    this.#cancelRetry = this.#deps.schedule(() => void this.start(), delayMs);
  }
}
