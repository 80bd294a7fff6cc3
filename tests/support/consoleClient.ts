import { WebPubSubClient } from '@azure/web-pubsub-client';
import { createConsoleViewer } from '../../shared/console/consoleViewer.ts';
import type { ConsoleViewer } from '../../shared/console/viewer.ts';
import type { NoticeFrame } from '../../shared/contracts/frames.ts';
import { downGroup, liveGroup, upGroup } from '../../shared/contracts/groups.ts';

export type ConsoleClient = AsyncDisposable & {
  readonly viewer: ConsoleViewer;
  readonly type: (text: string) => void;
  /** Output as shown, and the offset at which it began. */
  readonly shown: () => Buffer;
  readonly start: () => number | undefined;
  /** How many pieces it came in: a frame each, but for those that overlap. */
  readonly pieces: () => number;
  readonly notices: NoticeFrame[];
};

type Seat = { readonly sessionId: string; readonly portId: string; readonly getUrl: () => Promise<string> };

/** A viewer over a real Web PubSub connection, as the portal has it. Resolves when it is connected. */
export async function openConsole({ sessionId, portId, getUrl }: Seat): Promise<ConsoleClient> {
  const groups = { live: liveGroup(portId), down: downGroup(sessionId), up: upGroup(sessionId) };
  const parts: Uint8Array[] = [];
  const notices: NoticeFrame[] = [];
  let start: number | undefined;
  const client = new WebPubSubClient(
    { getClientAccessUrl: getUrl },
    { messageRetryOptions: { maxRetries: 0 }, reconnectRetryOptions: { retryDelayInMs: 100 } },
  );
  const viewer = createConsoleViewer({
    groups,
    send(group, data) {
      const sent =
        data instanceof ArrayBuffer
          ? client.sendToGroup(group, data, 'binary', { fireAndForget: true })
          : client.sendToGroup(group, data, 'json', { fireAndForget: true });
      // Lost with its connection: the viewer sends again.
      sent.catch(() => {});
    },
    onOutput(bytes, offset) {
      start ??= offset;
      parts.push(bytes);
    },
    onNotice: (notice) => void notices.push(notice),
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  });
  client.on('group-message', ({ message }) => viewer.receive(message.group, message.data));
  const connected = new Promise<void>((resolve) => {
    client.on('connected', () => {
      viewer.connected();
      resolve();
    });
  });
  await client.start();
  await connected;
  return {
    viewer,
    type: (text) => viewer.type(Buffer.from(text)),
    shown: () => Buffer.concat(parts),
    start: () => start,
    pieces: () => parts.length,
    notices,
    async [Symbol.asyncDispose]() {
      viewer.close();
      client.stop();
    },
  };
}
