import { BlobServiceClient } from '@azure/storage-blob';
import type { BlobName } from '../fleet/bootLog.ts';
import { azureCredential, isConnectionString } from './credentials.ts';

const options = { retryOptions: { maxTries: 1 } };
const soon = () => ({ abortSignal: AbortSignal.timeout(10_000) });

/** `setting` as for the boot log. */
export function createPictureBlobs(
  setting: string,
): (name: BlobName, bytes: Uint8Array, contentType: string) => Promise<void> {
  return async (name, bytes, blobContentType) => {
    const service = isConnectionString(setting)
      ? BlobServiceClient.fromConnectionString(setting, options)
      : new BlobServiceClient(setting.replace('{account}', name.account), azureCredential(), options);
    const container = service.getContainerClient(name.container);
    await container.createIfNotExists(soon());
    const blob = container.getBlockBlobClient(name.blob);
    await blob.upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType }, ...soon() });
  };
}
