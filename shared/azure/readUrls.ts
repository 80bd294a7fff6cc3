import {
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

/** Of how addresses are signed. Azurite does not know later ones of delegated keys. */
const sasVersion = '2022-11-02';
/** Clocks differ: an address must work at once where it is used. */
const skewMs = 5 * 60_000;
const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

export type SignUrl = (container: string, blob: string) => string;

/**
 * Addresses of single blobs that work until `expires`, for reading and nothing else. Signed with the account's
 * key where there is one (locally), else with a key of this identity's own (user delegation).
 */
export async function signerOf(service: BlobServiceClient, expires: Date): Promise<SignUrl> {
  const { credential } = service;
  const startsOn = new Date(Date.now() - skewMs);
  const shared = {
    permissions: BlobSASPermissions.parse('r'),
    startsOn: startsOn < expires ? startsOn : new Date(expires.getTime() - skewMs),
    expiresOn: expires,
    version: sasVersion,
    ...(service.url.startsWith('https:') ? { protocol: SASProtocol.Https } : {}),
  };
  const query =
    credential instanceof StorageSharedKeyCredential
      ? (values: typeof shared & { containerName: string; blobName: string }) =>
          generateBlobSASQueryParameters(values, credential)
      : await delegated(service, startsOn, expires);
  return (containerName, blobName) => {
    const { url } = service.getContainerClient(containerName).getBlobClient(blobName);
    return `${url}?${query({ ...shared, containerName, blobName }).toString()}`;
  };
}

async function delegated(service: BlobServiceClient, startsOn: Date, expires: Date) {
  const key = await service.getUserDelegationKey(startsOn, expires, soon());
  return (values: Parameters<typeof generateBlobSASQueryParameters>[0]) =>
    generateBlobSASQueryParameters(values, key, service.accountName);
}
