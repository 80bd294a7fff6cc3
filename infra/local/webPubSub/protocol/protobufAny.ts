import { readMessage } from './readProtobuf.ts';

/** Whether these bytes are a `google.protobuf.Any`: if not, nobody who receives them could read the frame around. */
export function isProtobufAny(bytes: Uint8Array): boolean {
  try {
    readMessage([bytes], { 1: ['typeUrl', 'string'], 2: ['value', 'bytes'] });
    return true;
  } catch {
    return false;
  }
}
