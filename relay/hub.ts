import { WebPubSubClient, WebPubSubJsonReliableProtocol } from '@azure/web-pubsub-client';
import { type SendBytes, withDirectFrames } from '../shared/client/directFrames.ts';
import { withPlainFrames } from '../shared/client/plainFrames.ts';
import type { NoticeFrame } from '../shared/contracts/frames.ts';
import type { Log } from './log.ts';

/**
 * Publishes on a group, best effort and without waiting for the service: frames carry offsets and sequences,
 * so what is lost is asked for again. Resolves true when the frame has left this process. Never rejects.
 */
export type Publish = (group: string, data: ArrayBuffer | NoticeFrame) => Promise<boolean>;

/** The relay's one connection to the hub `console`. Its token says which groups it hears and may send to. */
export type Hub = AsyncDisposable & {
  readonly publish: Publish;
  /** Null while there is no connection. */
  readonly connectionId: string | null;
  /** Resolves once connected; afterwards the connection repairs itself. Rejects when the first attempt fails. */
  start(): Promise<void>;
};

export type HubDeps = {
  /** A fresh client URL for every new connection. */
  readonly getClientAccessUrl: () => Promise<string>;
  readonly onMessage: (group: string, data: unknown) => void;
  readonly onConnected: () => void;
  /** Frames were lost and the connection works again. */
  readonly onRestored: () => void;
  readonly log: Log;
};

/** More than this unsent means that the way to the service is too slow: output waits in the journal instead. */
const maxUnsentBytes = 8_388_608;
const probeMs = 500;

/** Without the copy that the library makes first: a flood passes here. */
const toBase64 = (data: ArrayBuffer): string => Buffer.from(data).toString('base64');

export function createHub(deps: HubDeps): Hub {
  return new ConsoleHub(deps);
}

class ConsoleHub implements Hub {
  readonly #deps: HubDeps;
  readonly #client: WebPubSubClient;
  readonly #sendBytes: SendBytes;
  #connectionId: string | null = null;
  #unsentBytes = 0;
  #probe: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#client = new WebPubSubClient(
      { getClientAccessUrl: deps.getClientAccessUrl },
      {
        protocol: withPlainFrames(WebPubSubJsonReliableProtocol(), toBase64),
        autoRejoinGroups: false,
        // The client would send a failed frame again a second later, after newer ones: offsets do that better.
        messageRetryOptions: { maxRetries: 0 },
        reconnectRetryOptions: { mode: 'Exponential', retryDelayInMs: 500, maxRetryDelayInMs: 10_000 },
      },
    );
    this.#sendBytes = withDirectFrames(this.#client, { onBytes: deps.onMessage, longToBase64: toBase64 });
    this.#client.on('group-message', ({ message }) => deps.onMessage(message.group, message.data));
    this.#client.on('connected', ({ connectionId }) => this.#onConnected(connectionId));
    this.#client.on('disconnected', () => this.#onDisconnected());
  }

  get connectionId(): string | null {
    return this.#connectionId;
  }

  readonly publish: Publish = async (group, data) => {
    const isBytes = data instanceof ArrayBuffer;
    const size = isBytes ? data.byteLength : 0;
    if (this.#unsentBytes + size > maxUnsentBytes) return this.#onLost();
    this.#unsentBytes += size;
    try {
      await ((isBytes ? this.#sendBytes(group, data, true) : undefined) ?? this.#ask(group, data));
      return true;
    } catch {
      return this.#onLost();
    } finally {
      this.#unsentBytes -= size;
    }
  };

  #ask(group: string, data: ArrayBuffer | NoticeFrame): Promise<unknown> {
    const dataType = data instanceof ArrayBuffer ? 'binary' : 'json';
    return this.#client.sendToGroup(group, data, dataType, { fireAndForget: true, noEcho: true });
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#probe);
    this.#client.stop();
  }

  #onConnected(connectionId: string): void {
    this.#connectionId = connectionId;
    this.#deps.log.info('hubConnected', { connectionId });
    this.#deps.onConnected();
  }

  #onDisconnected(): void {
    this.#connectionId = null;
    this.#deps.log.warn('hubDisconnected');
  }

  /** A recovered connection raises no event of its own, so after a loss it is tried until a frame gets out. */
  #onLost(): false {
    if (this.#probe === undefined && !this.#isStopped) {
      this.#probe = setTimeout(() => {
        this.#probe = undefined;
        this.#deps.onRestored();
      }, probeMs);
      this.#probe.unref();
    }
    return false;
  }
}
