import type { ClientRequest, SendEvent, SendToGroup } from '../protocol/clientRequest.ts';
import { createMessage } from '../protocol/message.ts';
import type { AckError } from '../protocol/systemMessage.ts';
import type { ClientConnection } from './clientConnection.ts';
import type { GroupStreams } from './groupStreams.ts';
import type { Hub } from './hub.ts';

/** Undefined when done. Only an event has to wait, so only it returns a promise. */
type Outcome = AckError | undefined;
type Executed = Extract<ClientRequest, { ackId: string | undefined }>;

export type RequestDeps = {
  readonly hub: Hub;
  readonly now: () => number;
  readonly streams: GroupStreams;
};

/** Does what a client asked for and acknowledges it if asked to. */
export function executeRequest(
  deps: RequestDeps,
  connection: ClientConnection,
  request: ClientRequest,
): Promise<void> | void {
  if (request.type === 'ping') return connection.pong();
  if (request.type === 'sequenceAck') return connection.acknowledge(request.sequenceId);
  if (!('ackId' in request)) return deps.streams.handle(request);
  const { ackId } = request;
  if (ackId !== undefined && connection.acks.has(ackId)) {
    const message = `Message with ack-id: ${ackId} has been processed`;
    return connection.ack(ackId, { name: 'Duplicate', message });
  }
  const outcome = execute(deps, connection, request);
  if (outcome instanceof Promise) return outcome.then((error) => acknowledge(connection, ackId, error));
  acknowledge(connection, ackId, outcome);
}

/** A request that failed is not remembered: the client may try the same ack id again. */
function acknowledge(connection: ClientConnection, ackId: string | undefined, error: Outcome): void {
  if (ackId === undefined) return;
  if (error === undefined) connection.acks.remember(ackId);
  connection.ack(ackId, error);
}

function execute(
  deps: RequestDeps,
  connection: ClientConnection,
  request: Executed,
): Outcome | Promise<Outcome> {
  switch (request.type) {
    case 'sendToGroup':
      return sendToGroup(deps, connection, request);
    case 'event':
      return sendEvent(connection, request);
    case 'joinGroup':
    case 'leaveGroup':
      return changeMembership(deps.hub, connection, request);
  }
}

function changeMembership(
  hub: Hub,
  connection: ClientConnection,
  { type, group }: { readonly type: 'joinGroup' | 'leaveGroup'; readonly group: string },
): Outcome {
  const joins = type === 'joinGroup';
  if (!connection.facts.permissions.allows('joinLeaveGroup', group))
    return forbidden(joins ? 'join' : 'leave', group);
  if (joins) hub.join(connection, group);
  else hub.leave(connection, group);
  return undefined;
}

const forbidden = (action: string, group: string): AckError => ({
  name: 'Forbidden',
  message: `The client does not have permission to ${action} group '${group}'.`,
});

export function sendToGroup(
  { hub, now }: RequestDeps,
  connection: ClientConnection,
  request: Omit<SendToGroup, 'type' | 'ackId'>,
): Outcome {
  const { group, payload, metadata, ttlSeconds, noEcho } = request;
  if (!connection.facts.permissions.allows('sendToGroup', group)) return forbidden('send to', group);
  const expiresAt = ttlSeconds === 0 ? undefined : now() + ttlSeconds * 1_000;
  const message = createMessage(payload, { group, fromUserId: connection.facts.userId, metadata, expiresAt });
  hub.publish(group, message, noEcho ? connection : undefined);
  return undefined;
}

async function sendEvent(connection: ClientConnection, event: SendEvent): Promise<Outcome> {
  const answer = await connection.facts.upstream.userEvent(event);
  if ('failed' in answer) return { name: 'InternalServerError', message: answer.failed };
  if (answer.reply !== undefined) {
    connection.send(createMessage(answer.reply.payload, { metadata: answer.reply.metadata }));
  }
  return undefined;
}
