import type { BlobServiceClient } from '@azure/storage-blob';
import type { BlobName } from '../fleet/bootLog.ts';
import { signerOf } from './readUrls.ts';
import { isNotFound, throughStorage } from './storageFault.ts';

export type BootDiagnostics = {
  /** A read-only URL of one blob that works until `expires`; undefined when the blob does not exist. */
  readUrl(blob: BlobName, expires: Date): Promise<string | undefined>;
  /** Another one means that the blob was written since; undefined when it does not exist. */
  version(blob: BlobName): Promise<string | undefined>;
};

/** A caller waits: storage that takes the call and does not answer is an outage, too. */
const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

export function createBootDiagnostics(service: BlobServiceClient): BootDiagnostics {
  async function version({ container, blob }: BlobName): Promise<string | undefined> {
    try {
      const { etag } = await service.getContainerClient(container).getBlobClient(blob).getProperties(soon());
      return etag ?? '';
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  }
  return {
    readUrl: (name, expires) =>
      throughStorage(async () => {
        if ((await version(name)) === undefined) return undefined;
        return (await signerOf(service, expires))(name.container, name.blob);
      }),
    version: (name) => throughStorage(() => version(name)),
  };
}
