export type DataType = 'text' | 'json' | 'binary' | 'protobuf';

/**
 * A message's data in the form in which it arrived: bytes, or the base64 that a JSON client sent. It is converted
 * only when a receiver needs the other form.
 */
export type Payload =
  | { readonly dataType: 'text' | 'json'; readonly text: string }
  | { readonly dataType: 'binary' | 'protobuf'; readonly encoded: string | Buffer };

export const emptyText: Payload = { dataType: 'text', text: '' };

export function payloadBytes(payload: Payload): Buffer {
  if ('text' in payload) return Buffer.from(payload.text);
  return typeof payload.encoded === 'string' ? Buffer.from(payload.encoded, 'base64') : payload.encoded;
}

/** The `data` member's text in a JSON frame. */
export function payloadJson(payload: Payload): string {
  if ('text' in payload) return payload.dataType === 'json' ? payload.text : JSON.stringify(payload.text);
  const { encoded } = payload;
  return `"${typeof encoded === 'string' ? encoded : encoded.toString('base64')}"`;
}

const contentTypes: Record<DataType, string> = {
  text: 'text/plain',
  json: 'application/json',
  binary: 'application/octet-stream',
  protobuf: 'application/x-protobuf',
};

export const toContentType = (dataType: DataType): string => contentTypes[dataType];
