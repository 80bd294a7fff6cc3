import { ApiError } from '../../shared/client/apiError.ts';

/** What one look at the log reads at most; a guest that floods is followed in steps of this. */
export const maxReadBytes = 8 * 1024 * 1024;

export type BootLogPart = {
  readonly bytes: Uint8Array;
  /** Place of the first of `bytes` in the file. */
  readonly from: number;
  /** The file is shorter than it was: it was begun anew. */
  readonly isNew: boolean;
};

const sentence =
  'The serial log could not be read from its storage. The account has to allow this page to (CORS), and its firewall has to let you in.';

/**
 * What the log has from a place on: without one its last `maxReadBytes`. By the address that the control plane has
 * signed; the token has no business there.
 */
export async function readBootLog(
  send: (uri: string, init: RequestInit) => Promise<Response>,
  uri: string,
  after?: number,
): Promise<BootLogPart> {
  try {
    const size = await readSize(send, uri);
    const isNew = after !== undefined && size < after;
    const from = after === undefined || isNew ? Math.max(0, size - maxReadBytes) : after;
    if (size === from) return { bytes: new Uint8Array(), from, isNew };
    const to = Math.min(size, from + maxReadBytes) - 1;
    const response = await send(uri, { headers: { Range: `bytes=${from}-${to}` } });
    if (!response.ok) throw new Error(`The storage answered ${response.status}.`);
    return { bytes: new Uint8Array(await response.arrayBuffer()), from, isNew };
  } catch (cause) {
    throw new ApiError('StorageUnavailable', sentence, { status: 0, cause });
  }
}

async function readSize(
  send: (uri: string, init: RequestInit) => Promise<Response>,
  uri: string,
): Promise<number> {
  const response = await send(uri, { method: 'HEAD' });
  const size = Number(response.headers.get('content-length'));
  if (!response.ok || !Number.isSafeInteger(size))
    throw new Error(`The storage answered ${response.status}.`);
  return size;
}
