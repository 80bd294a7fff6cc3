import { createApi, type OpenConsoleRequest } from '../../shared/client/api.ts';
import { ConsoleConnection } from '../../shared/client/consoleConnection.ts';
import type { ConnectChoice } from '../../shared/client/consoleDeps.ts';
import type { ConsoleRemark, ConsoleSnapshot } from '../../shared/client/consoleSnapshot.ts';
import { type CreatePubSubClient, createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { createRequest } from '../../shared/client/request.ts';
import type { ConnectResponse } from '../../shared/contracts/api.ts';
import { decodeBytes, noticeFrame } from '../../shared/contracts/frames.ts';
import { type LocalStack, vmPath } from './localStack.ts';

/** The portal's console without its terminal, connected to a running stack. */
export type PortalConsole = AsyncDisposable & {
  readonly connection: ConsoleConnection;
  readonly snapshot: () => ConsoleSnapshot;
  readonly type: (text: string) => void;
  /** All output since the console was opened, and the offset at which it began. */
  readonly shown: () => Buffer;
  readonly text: () => string;
  readonly start: () => number;
  readonly remarks: ConsoleRemark[];
  /** Every state that it went through. */
  readonly states: string[];
  /** What the control plane was asked, and what it answered. */
  readonly asked: OpenConsoleRequest[];
  readonly answers: ConnectResponse[];
  /** All that was typed in this session is answered for: the relay says that it is past it. */
  readonly isInputSettled: () => boolean;
};

/** Resolves when the console is connected; rejects when it is refused. */
export async function openPortalConsole(
  stack: LocalStack,
  seat: { readonly user: string; readonly vm: string } & ConnectChoice,
): Promise<PortalConsole> {
  const { user, vm, ...choice } = seat;
  const parts: Uint8Array[] = [];
  const remarks: ConsoleRemark[] = [];
  const states: string[] = [];
  const asked: OpenConsoleRequest[] = [];
  const answers: ConnectResponse[] = [];
  const input = watchInput();
  let start: number | undefined;
  const size = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const connection = new ConsoleConnection({
    async openConsole(request) {
      asked.push(request);
      const answer = await portalApi(stack, user).openConsole(vmPath(vm), request);
      answers.push(answer);
      return answer;
    },
    createClient: input.createClient,
    onOutput(bytes) {
      parts.push(bytes);
      // What is handed over in one turn may come in two pieces: only after it does the offset tell the start.
      if (parts.length === 1) queueMicrotask(() => (start ??= (connection.offset ?? 0) - size()));
    },
    onRemark: (remark) => void remarks.push(remark),
    schedule(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  connection.subscribe(() => {
    const { state } = connection.snapshot;
    if (states.at(-1) !== state) states.push(state);
  });
  await connection.connect(choice);
  await settled(connection);
  return {
    connection,
    snapshot: () => connection.snapshot,
    type(text) {
      input.typed(Buffer.byteLength(text));
      connection.type(Buffer.from(text));
    },
    shown: () => Buffer.concat(parts),
    text: () => Buffer.concat(parts).toString('latin1'),
    start: () => start ?? 0,
    remarks,
    states,
    asked,
    answers,
    isInputSettled: input.isSettled,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** Reads along what goes out as input and what comes back as answer to it. */
function watchInput() {
  const sent = new Map<number, number>();
  let typedBytes = 0;
  let upTo = 0;
  const createClient: CreatePubSubClient = (url, handlers) => {
    const client = createPubSubClient(url, {
      ...handlers,
      onMessage(group, data) {
        const notice = noticeFrame.safeParse(data).data;
        if (notice?.kind === 'ack') upTo = Math.max(upTo, notice.sequence);
        if (notice?.kind === 'attached') upTo = Math.max(upTo, notice.inputSequence);
        handlers.onMessage(group, data);
      },
    });
    return {
      ...client,
      send(group, data) {
        const frame = data instanceof ArrayBuffer ? decodeBytes(data) : undefined;
        if (frame?.kind === 'input') sent.set(frame.sequence, frame.bytes.length);
        client.send(group, data);
      },
    };
  };
  return {
    createClient,
    typed(bytes: number) {
      typedBytes += bytes;
    },
    isSettled: () =>
      [...sent].reduce((sum, [sequence, bytes]) => sum + (sequence <= upTo ? bytes : 0), 0) === typedBytes,
  };
}

export function portalApi(stack: LocalStack, user: string): ReturnType<typeof createApi> {
  const send = createRequest({
    apiUrl: stack.addresses.functions,
    token: () => stack.token(user),
    fetch,
    wait: (delayMs) => new Promise((resolve) => void setTimeout(resolve, delayMs)),
  });
  return createApi(send, vmPath('').split('/')[2] ?? '');
}

function settled(connection: ConsoleConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { state, error } = connection.snapshot;
      if (state === 'connected') resolve();
      if (['busy', 'refused', 'failed', 'disconnected'].includes(state)) reject(error ?? new Error(state));
    };
    connection.subscribe(look);
    look();
  });
}
