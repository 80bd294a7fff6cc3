import type { ConnectResponse } from '../contracts/api.ts';
import type { ViewerFrame } from '../contracts/frames.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { SshViewerFrame } from '../contracts/sshFrames.ts';
import { endClient } from './endClient.ts';
import type { CreatePubSubClient, PubSubClient, PubSubHandlers } from './pubSubClient.ts';

export type ConsoleLineDeps = {
  readonly createClient: CreatePubSubClient;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Of whatever connection there is: one that was stopped says nothing any more. */
  readonly handlers: PubSubHandlers;
};

/** Until then another page has the session, or nobody wants it. */
const abandonAfterMs = 10_000;

/** The connection that a session has at this moment, if any. What is said without one is lost. */
export class ConsoleLine {
  readonly #deps: ConsoleLineDeps;
  #client: PubSubClient | undefined;
  /** Settles when the connection is up, or will never be. */
  #up = Promise.withResolvers<void>();
  /** Grows with every connection: only the last one is heard. */
  #number = 0;
  #upGroup: string | undefined;
  #mode: ConsoleMode = 'observer';

  constructor(deps: ConsoleLineDeps) {
    this.#deps = deps;
  }

  /** In place of the one before. */
  open({ connectionString, groups, mode }: ConnectResponse): void {
    this.stop();
    this.#upGroup = groups.up;
    this.#mode = mode;
    this.#up = Promise.withResolvers();
    this.#up.promise.catch(() => undefined); // Nobody has to be waiting.
    this.#client = this.#deps.createClient(connectionString, this.#handlers());
  }

  /** An observer may not publish: its one wish, a replay, goes to the control plane as an event. */
  send(group: string, data: ArrayBuffer | ViewerFrame): void {
    if (this.#mode === 'operator') this.#client?.send(group, data);
    else if (!(data instanceof ArrayBuffer)) this.#sendEvent(data.kind, data);
  }

  /** Says something about the way to a shell, best effort. */
  tell(frame: SshViewerFrame): void {
    if (this.#upGroup !== undefined) this.#client?.send(this.#upGroup, frame);
  }

  /** Where it is not connected the warning is repeated while it stands, and can be answered then. */
  stay(): void {
    this.#sendEvent('stay');
  }

  /** The relay may say another mode than the control plane did: somebody took over meanwhile. */
  setMode(mode: ConsoleMode): void {
    this.#mode = mode;
  }

  stop(): void {
    this.#number += 1;
    this.#client?.stop();
    this.#client = undefined;
  }

  /**
   * Leaves the session without ending it. The connection stays until the one that takes its place stands: a session
   * without any would end meanwhile.
   */
  abandon(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#number += 1;
    if (client !== undefined) this.#deps.schedule(() => client.stop(), abandonAfterMs);
  }

  /** Ends the session. The event is on its way when this returns, unless the connection is still being made. */
  async end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) await endClient(this.#deps, client, this.#up.promise);
  }

  #handlers(): PubSubHandlers {
    const number = (this.#number += 1);
    const { handlers } = this.#deps;
    const up = this.#up;
    const ifLast =
      <A extends unknown[]>(handler: (...args: A) => void) =>
      (...args: A): void => {
        if (number === this.#number) handler(...args);
      };
    const [onUp, onDown] = [ifLast(handlers.onUp), ifLast(handlers.onDown)];
    return {
      onUp: () => {
        up.resolve();
        onUp();
      },
      onMessage: ifLast(handlers.onMessage),
      onBroken: ifLast(handlers.onBroken),
      onDown: () => {
        up.reject(new Error('The connection is over.'));
        onDown();
      },
    };
  }

  #sendEvent(name: string, data?: ViewerFrame): void {
    this.#client?.sendEvent(name, data).catch(() => {
      // Not connected: whoever waits for an answer asks again.
    });
  }
}
