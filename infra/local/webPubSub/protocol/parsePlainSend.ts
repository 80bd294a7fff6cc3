import { isBase64 } from './base64.ts';
import type { SendToGroup } from './clientRequest.ts';

const start = '{"type":"sendToGroup","group":"';
const loud = '","noEcho":false,"dataType":"binary","data":"';
const quiet = '","noEcho":true,"dataType":"binary","data":"';
const end = '"}';

/** None of these is written in another way in JSON. */
const plainGroup = /^[\w-]{1,1024}$/;

/**
 * Bytes to a group as the SDK writes them, to the letter: nearly every frame is one, and a keystroke waits for it.
 * Undefined for all else, which `parseJsonRequest` reads; what both can read means the same to both.
 */
export function parsePlainSend(text: string): SendToGroup | undefined {
  if (!text.startsWith(start) || !text.endsWith(end)) return undefined;
  const groupEnd = text.indexOf('"', start.length);
  const noEcho = text.startsWith(quiet, groupEnd);
  if (!noEcho && !text.startsWith(loud, groupEnd)) return undefined;
  const group = text.slice(start.length, groupEnd);
  const encoded = text.slice(groupEnd + (noEcho ? quiet : loud).length, -end.length);
  if (!plainGroup.test(group) || !isBase64(encoded)) return undefined;
  const payload = { dataType: 'binary', encoded } as const;
  return {
    type: 'sendToGroup',
    group,
    ackId: undefined,
    noEcho,
    payload,
    metadata: undefined,
    ttlSeconds: 0,
  };
}
