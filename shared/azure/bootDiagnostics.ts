import type { BlobServiceClient } from '@azure/storage-blob';
import type { BlobName } from '../fleet/bootLog.ts';
import { signerOf } from './readUrls.ts';
import { isNotFound, throughStorage } from './storageFault.ts';

export type BootDiagnostics = {
  /** A read-only URL of one blob that works until `expires`; undefined when the blob does not exist. */
  readUrl(blob: BlobName, expires: Date): Promise<string | undefined>;
};

/** A caller waits: storage that takes the call and does not answer is an outage, too. */
const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

export function createBootDiagnostics(service: BlobServiceClient): BootDiagnostics {
  return {
    readUrl: (name, expires) =>
      throughStorage(async () => {
        const { container, blob } = name;
        try {
          await service.getContainerClient(container).getBlobClient(blob).getProperties(soon());
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
        return (await signerOf(service, expires))(container, blob);
      }),
  };
}
