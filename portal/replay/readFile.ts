import { ApiError } from '../../shared/client/apiError.ts';

const sentence =
  'A file of this recording could not be read from its storage. The account has to allow this page to (CORS), and its firewall has to let you in.';

/** A file of a recording, by the address that the control plane has signed. The token has no business there. */
export async function readFile(uri: string): Promise<Uint8Array> {
  try {
    const response = await fetch(uri, { credentials: 'omit', signal: AbortSignal.timeout(60_000) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new ApiError('StorageUnavailable', sentence, { status: response.status });
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown;
    throw new ApiError('StorageUnavailable', sentence, { status: 0, cause: thrown });
  }
}
