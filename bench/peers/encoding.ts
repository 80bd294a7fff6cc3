/**
 * The encodings of the bare two-hop relay: `binary` sends console bytes as they are, `json` in the envelopes
 * of `json.webpubsub.azure.v1`, with nothing behind them: no tokens, groups, sequences or acknowledgements.
 */
export const encodings = ['json', 'binary'] as const;
export type Encoding = (typeof encodings)[number];

type Envelope = { readonly data: string };

export const encodeSend = (encoding: Encoding, group: string, bytes: Uint8Array): string | Uint8Array =>
  encoding === 'binary'
    ? bytes
    : JSON.stringify({ type: 'sendToGroup', group, noEcho: true, dataType: 'binary', data: base64(bytes) });

export const decodeMessage = (encoding: Encoding, message: Buffer): Buffer =>
  encoding === 'binary' ? message : Buffer.from((JSON.parse(message.toString()) as Envelope).data, 'base64');

/** What a hub does to a message on its way from one end to the other. */
export function forward(encoding: Encoding, message: Buffer): string | Buffer {
  if (encoding === 'binary') return message;
  const { group, dataType, data } = JSON.parse(message.toString()) as {
    group: string;
    dataType: string;
    data: string;
  };
  return JSON.stringify({ type: 'message', from: 'group', group, dataType, data });
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
