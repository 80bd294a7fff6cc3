import type { AckError, Connected } from './systemMessage.ts';

export const jsonPong = Buffer.from('{"type":"pong"}');

export function jsonAck(ackId: string, error: AckError | undefined): Buffer {
  const head = `{"type":"ack","ackId":${ackId},"success":`;
  if (error === undefined) return Buffer.from(`${head}true}`);
  return Buffer.from(`${head}false,"error":${JSON.stringify(error)}}`);
}

export function jsonConnected({ userId, connectionId, reconnectionToken }: Connected): Buffer {
  const frame = {
    type: 'system',
    event: 'connected',
    userId: userId ?? null,
    connectionId,
    reconnectionToken,
  };
  return Buffer.from(JSON.stringify(frame));
}

export function jsonDisconnected(message: string): Buffer {
  return Buffer.from(JSON.stringify({ type: 'system', event: 'disconnected', message }));
}
