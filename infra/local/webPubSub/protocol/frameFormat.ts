import type { ClientRequest } from './clientRequest.ts';
import { jsonAck, jsonConnected, jsonDisconnected, jsonPong } from './jsonSystemFrames.ts';
import { jsonFrame, jsonSize, type Message, sequencedJsonFrame } from './message.ts';
import { parseJsonRequest } from './parseJsonRequest.ts';
import { parsePlainSend } from './parsePlainSend.ts';
import { parseProtobufRequest } from './parseProtobufRequest.ts';
import {
  protobufAck,
  protobufConnected,
  protobufDisconnected,
  protobufMessage,
  protobufPong,
  sequencedProtobufMessage,
} from './protobufFrames.ts';
import type { WireFormat } from './subprotocols.ts';
import type { AckError, Connected } from './systemMessage.ts';

/** What a subprotocol reads and writes. Its frames are all binary or all text. */
export type FrameFormat = {
  readonly binary: boolean;
  /** Throws only MalformedFrame. */
  parseRequest(frame: Buffer): ClientRequest;
  message(message: Message): Buffer;
  /** Bytes of what `message` makes. */
  size(message: Message): number;
  sequencedMessage(message: Message, sequenceId: number): Buffer;
  connected(greeting: Connected): Buffer;
  disconnected(message: string): Buffer;
  ack(ackId: string, error: AckError | undefined): Buffer;
  readonly pong: Buffer;
};

export const frameFormats: Readonly<Record<Exclude<WireFormat, 'raw'>, FrameFormat>> = {
  json: {
    binary: false,
    parseRequest: (frame) => {
      const text = frame.toString();
      return parsePlainSend(text) ?? parseJsonRequest(text);
    },
    message: jsonFrame,
    size: jsonSize,
    sequencedMessage: sequencedJsonFrame,
    connected: jsonConnected,
    disconnected: jsonDisconnected,
    ack: jsonAck,
    pong: jsonPong,
  },
  protobuf: {
    binary: true,
    parseRequest: parseProtobufRequest,
    message: protobufMessage,
    size: (message) => protobufMessage(message).length,
    sequencedMessage: sequencedProtobufMessage,
    connected: protobufConnected,
    disconnected: protobufDisconnected,
    ack: protobufAck,
    pong: protobufPong,
  },
};
