import type { WebSocket } from 'ws';
import type { Faults } from '../admin/faults.ts';
import { ClientConnection } from '../hub/clientConnection.ts';
import { createRawFrameReader, createRequestFrameReader, type Frame } from '../hub/frameReader.ts';
import { GroupStreams } from '../hub/groupStreams.ts';
import type { Hubs } from '../hub/hubs.ts';
import { createInbox, type Inbox } from '../hub/inbox.ts';
import { createTransport, type Transport } from '../hub/transport.ts';
import { frameFormats } from '../protocol/frameFormat.ts';
import type { Logger } from '../settings/logger.ts';
import type { Admission } from './admit.ts';

export type ConnectDeps = {
  readonly hubs: Hubs;
  readonly faults: Faults;
  readonly logger: Logger;
  readonly now: () => number;
  readonly detachedMs: number;
  readonly closeWithoutStatus: 'detach' | 'end';
  /** The unhandled frames of each connection: they outlive its sockets. */
  readonly inboxes: WeakMap<ClientConnection, Inbox<Frame>>;
};

/** A client that was let in becomes a member of its hub, and hears so before anything else. */
export function openConnection(deps: ConnectDeps, client: WebSocket, admission: Admission): void {
  const { facts, groups } = admission;
  const hub = deps.hubs.get(facts.hub);
  const connection = new ClientConnection(facts, {
    detachedMs: deps.detachedMs,
    now: deps.now,
    losesAck: (link) => deps.faults.active && deps.faults.losesAck(link),
    onEnded: (ended, reason) => {
      deps.inboxes.get(ended)?.clear();
      streams.cancel();
      hub.remove(ended);
      facts.upstream.disconnected(reason);
    },
  });
  const streams = new GroupStreams(hub, connection);
  const requestDeps = { hub, now: deps.now, streams };
  const read =
    facts.format === 'raw'
      ? createRawFrameReader(requestDeps, connection, admission.rawMode)
      : createRequestFrameReader(requestDeps, connection, frameFormats[facts.format]);
  const reader = { pause: () => connection.pauseReading(), resume: () => connection.resumeReading() };
  deps.inboxes.set(connection, createInbox(read, reader));

  hub.add(connection);
  for (const group of groups) hub.join(connection, group);
  attachSocket(deps, client, connection, { recovered: false });
  facts.upstream.connected({ userId: facts.userId, subprotocol: facts.subprotocol });
}

/** Joins a socket to its connection: the first one or, after a recovery, the next. */
export function attachSocket(
  deps: ConnectDeps,
  socket: WebSocket,
  connection: ClientConnection,
  { recovered }: { recovered: boolean },
): void {
  const { faults, closeWithoutStatus } = deps;
  const inbox = deps.inboxes.get(connection);
  const transport: Transport = createTransport(
    { socket, faults, link: connection.link },
    {
      onFrame: (data, binary) => inbox?.push({ data, binary }),
      onViolation: (error) => connection.isUsing(transport) && connection.end(error.message),
      onClosed(code, reason) {
        if (!connection.isUsing(transport)) return;
        const isFinal = code === 1000 || (code === 1005 && closeWithoutStatus === 'end');
        if (isFinal) connection.end(reason);
        else connection.detach(reason);
      },
    },
  );
  connection.attach(transport, { recovered });
}
