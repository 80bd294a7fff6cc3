import { ApiError } from '../../shared/client/apiError.ts';

/** What one look at the log reads at most; a guest that floods is followed in steps of this. */
export const maxReadBytes = 8 * 1024 * 1024;
/** What is asked for first: thousands of lines, the newest, without a wait. */
export const firstReadBytes = 256 * 1024;

export type BootLogPart = {
  readonly bytes: Uint8Array;
  /** Place of the first of `bytes` in the file. */
  readonly from: number;
  /** The file is shorter than it was: it was begun anew. */
  readonly isNew: boolean;
};

type Send = (uri: string, init: RequestInit) => Promise<Response>;

const sentence =
  'The serial log could not be read from its storage. The account has to allow this page to (CORS), and its firewall has to let you in.';

/**
 * What the log has from a place on: without one its last `firstReadBytes`. By the address that the control plane has
 * signed; the token has no business there.
 */
export async function readBootLog(send: Send, uri: string, after?: number): Promise<BootLogPart> {
  return orUnavailable(async () => {
    const size = await readSize(send, uri);
    const isNew = after !== undefined && size < after;
    const from = after === undefined || isNew ? Math.max(0, size - firstReadBytes) : after;
    const bytes = await readBytes(send, uri, from, Math.min(size, from + maxReadBytes));
    return { bytes, from, isNew };
  });
}

/** What is between two places of it. */
export const readBootLogRange = (send: Send, uri: string, from: number, to: number): Promise<Uint8Array> =>
  orUnavailable(() => readBytes(send, uri, from, to));

async function orUnavailable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new ApiError('StorageUnavailable', sentence, { status: 0, cause });
  }
}

async function readBytes(send: Send, uri: string, from: number, to: number): Promise<Uint8Array> {
  if (from >= to) return new Uint8Array();
  const response = await send(uri, { headers: { Range: `bytes=${from}-${to - 1}` } });
  if (!response.ok) throw new Error(`The storage answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

async function readSize(send: Send, uri: string): Promise<number> {
  const response = await send(uri, { method: 'HEAD' });
  const size = Number(response.headers.get('content-length'));
  if (!response.ok || !Number.isSafeInteger(size))
    throw new Error(`The storage answered ${response.status}.`);
  return size;
}
