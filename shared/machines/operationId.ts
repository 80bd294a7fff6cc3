import type { Hash } from '../fleet/keys.ts';

/** A client that got no answer sends its request again within seconds, under the same id. */
const sameRequestMs = 600_000;

/**
 * The ids that a request may have been given: now, and when it was first sent a little earlier. A client's own
 * request id makes the same operation of it; an old one of a script that always sends the same does not.
 */
export function operationIds(
  hash: Hash,
  request: { readonly principalId: string; readonly clientRequestId: string; readonly what: string },
  now: number,
): { readonly current: string; readonly before: string } {
  const window = Math.floor(now / sameRequestMs);
  const idIn = (one: number): string =>
    toGuid(hash([request.principalId, request.clientRequestId, request.what, one].join('\n')));
  return { current: idIn(window), before: idIn(window - 1) };
}

const toGuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
