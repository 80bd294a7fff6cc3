import {
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import type { BlobName } from '../fleet/bootLog.ts';
import { azureCredential, isConnectionString } from './credentials.ts';
import { isNotFound, throughStorage } from './storageFault.ts';

export type BootDiagnostics = {
  /** A read-only URL of one blob that works until `expires`; undefined when the blob does not exist. */
  readUrl(blob: BlobName, expires: Date): Promise<string | undefined>;
};

/** A caller waits: storage that takes the call and does not answer is an outage, too. */
const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });
/** A fault that passes is tried again a moment later, not for a minute. */
const options = { retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 500 } };

/** `setting` is a connection string (a SAS of the account key) or a service URL (of a user delegation key). */
export function createBootDiagnostics(setting: string): BootDiagnostics {
  const withKey = isConnectionString(setting);
  const service = withKey
    ? BlobServiceClient.fromConnectionString(setting, options)
    : new BlobServiceClient(setting, azureCredential(), options);

  const delegated = async (name: BlobName, expiresOn: Date): Promise<string> => {
    const key = await service.getUserDelegationKey(new Date(), expiresOn, soon());
    const sas = generateBlobSASQueryParameters(
      {
        containerName: name.container,
        blobName: name.blob,
        permissions: BlobSASPermissions.parse('r'),
        expiresOn,
        protocol: SASProtocol.Https,
      },
      key,
      service.accountName,
    );
    return `${service.getContainerClient(name.container).getBlobClient(name.blob).url}?${sas.toString()}`;
  };

  return {
    readUrl: (name, expires) =>
      throughStorage(async () => {
        const blob = service.getContainerClient(name.container).getBlobClient(name.blob);
        try {
          await blob.getProperties(soon());
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
        if (!withKey) return await delegated(name, expires);
        return await blob.generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: expires });
      }),
  };
}
