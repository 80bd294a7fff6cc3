import { MalformedFrame } from '../protocol/clientRequest.ts';
import type { FrameFormat } from '../protocol/frameFormat.ts';
import { createMessage } from '../protocol/message.ts';
import type { Payload } from '../protocol/payload.ts';
import type { RawMode } from '../protocol/rawMode.ts';
import type { ClientConnection } from './clientConnection.ts';
import { executeRequest, type RequestDeps, sendToGroup } from './executeRequest.ts';

export type Frame = { readonly data: Buffer; readonly binary: boolean };

/** Gives frames of one connection their meaning. */
export type FrameReader = (frame: Frame) => Promise<void> | void;

export function createRequestFrameReader(
  deps: RequestDeps,
  connection: ClientConnection,
  format: FrameFormat,
): FrameReader {
  return ({ data, binary }) => {
    if (connection.state === 'ended') return undefined;
    if (binary !== format.binary) {
      const kind = binary ? 'Binary' : 'Text';
      return connection.fail(1003, `${kind} frames are not supported by this subprotocol.`);
    }
    try {
      return executeRequest(deps, connection, format.parseRequest(data));
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      return connection.fail(error.closeCode, error.message);
    }
  };
}

export function createRawFrameReader(
  deps: RequestDeps,
  connection: ClientConnection,
  mode: RawMode,
): FrameReader {
  return (frame) => {
    if (connection.state === 'ended') return undefined;
    const payload = toPayload(frame);
    if (mode.mode === 'sendEvent') return sendRawEvent(connection, payload);
    const { group, noEcho } = mode;
    // A raw client has no acks: without the permission the frame goes nowhere.
    void sendToGroup(deps, connection, { group, noEcho, payload, metadata: undefined, ttlSeconds: 0 });
    return undefined;
  };
}

const toPayload = ({ data, binary }: Frame): Payload =>
  binary ? { dataType: 'binary', encoded: data } : { dataType: 'text', text: data.toString() };

async function sendRawEvent(connection: ClientConnection, payload: Payload): Promise<void> {
  const answer = await connection.facts.upstream.userEvent({
    event: 'message',
    payload,
    metadata: undefined,
  });
  if ('failed' in answer) return connection.fail(1011, '');
  if (answer.reply !== undefined) connection.send(createMessage(answer.reply.payload));
}
