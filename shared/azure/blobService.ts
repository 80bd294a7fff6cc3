import { BlobServiceClient } from '@azure/storage-blob';
import { azureCredential, isConnectionString } from './credentials.ts';

/** A fault that passes is tried again a moment later, not for a minute: a caller waits. */
const options = { retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 500 } };

/** `setting` is a connection string, or a service URL with managed identity. */
export function openBlobService(setting: string): BlobServiceClient {
  return isConnectionString(setting)
    ? BlobServiceClient.fromConnectionString(setting, options)
    : new BlobServiceClient(setting, azureCredential(), options);
}
