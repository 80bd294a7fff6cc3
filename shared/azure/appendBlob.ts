import {
  type AppendBlobClient,
  type BlobClient,
  BlobServiceClient,
  type ContainerClient,
  RestError,
} from '@azure/storage-blob';
import type { AppendBlob, AppendBlobState, SealedBlob } from '../console/appendBlob.ts';
import type { BlobName } from '../fleet/bootLog.ts';
import { azureCredential, isConnectionString } from './credentials.ts';

const headers = { blobContentType: 'text/plain' };
/** The boot log has its own patience; a retry in here would only hide the first answer. */
const options = { retryOptions: { maxTries: 1 } };
/** Of 64 MiB within one account. */
const copyMs = 300_000;
/** The library's own timeout only asks the service to hurry: one that never answers would end the boot log. */
const soon = () => ({ abortSignal: AbortSignal.timeout(30_000) });

/**
 * `setting` is a storage connection string, or the https address of a blob service in which `{account}`
 * stands for the blob's account.
 */
export function createAppendBlob(setting: string, name: BlobName): AppendBlob {
  const service = serviceOf(setting, name.account);
  // Made for each call: held, they would be 50 KB for every silent port.
  const container = (): ContainerClient => service.getContainerClient(name.container);
  const blob = (): AppendBlobClient => container().getAppendBlobClient(name.blob);
  const sealedBlob = (number: number): BlobClient => container().getBlobClient(`${name.blob}.${number}`);
  /** Undefined until the blob was opened. */
  let version: string | undefined;
  const ifMatch = () => (version === undefined ? {} : { ifMatch: version });
  const learn = async (): Promise<AppendBlobState | undefined> => {
    const found = await propertiesOf(blob());
    version = found?.version;
    return found?.state;
  };
  return {
    async open() {
      const found = await learn();
      if (found !== undefined) return found;
      await container().createIfNotExists(soon());
      await blob().createIfNotExists({ blobHTTPHeaders: headers, ...soon() });
      return (await learn()) ?? { length: 0, blockCount: 0, metadata: {} };
    },
    async append(bytes, position) {
      try {
        const done = await blob().appendBlock(bytes, bytes.length, {
          conditions: { appendPosition: position, ...ifMatch() },
          ...soon(),
        });
        if (version !== undefined) version = done.etag;
        return done.blobCommittedBlockCount ?? 0;
      } catch (thrown) {
        if (hasStatus(thrown, 412)) return undefined;
        throw thrown;
      }
    },
    async setMetadata(metadata) {
      const { etag } = await blob().setMetadata({ ...metadata }, { conditions: ifMatch(), ...soon() });
      if (version !== undefined) version = etag;
    },
    async startOver(metadata) {
      const conditions = ifMatch();
      const { etag } = await blob().create({
        blobHTTPHeaders: headers,
        metadata: { ...metadata },
        conditions,
        ...soon(),
      });
      if (version !== undefined) version = etag;
    },
    seal: (number) => copyWithin(blob(), sealedBlob(number), ifMatch()),
    listSealed: () => listNumbered(container(), `${name.blob}.`),
    async removeSealed(number) {
      await sealedBlob(number).deleteIfExists(soon());
    },
    read: (position, maxBytes, sealed) =>
      download(sealed === undefined ? blob() : sealedBlob(sealed), position, maxBytes),
  };
}

/** A client costs 100 KB: a relay has a thousand boot logs, and few accounts. */
const services = new Map<string, BlobServiceClient>();

function serviceOf(setting: string, account: string): BlobServiceClient {
  const place = isConnectionString(setting) ? setting : setting.replace('{account}', account);
  const service =
    services.get(place) ??
    (isConnectionString(setting)
      ? BlobServiceClient.fromConnectionString(setting, options)
      : new BlobServiceClient(place, azureCredential(), options));
  services.set(place, service);
  return service;
}

/** Within one account the service copies by itself, and allows itself time for it. */
async function copyWithin(
  source: BlobClient,
  target: BlobClient,
  sourceConditions: { readonly ifMatch?: string },
): Promise<void> {
  const copy = await target.beginCopyFromURL(source.url, {
    sourceConditions,
    abortSignal: AbortSignal.timeout(copyMs),
  });
  const { copyStatus } = await copy.pollUntilDone();
  if (copyStatus !== 'success') throw new Error(`The copy of a boot log ended as ${copyStatus}.`);
}

async function listNumbered(container: ContainerClient, prefix: string): Promise<SealedBlob[]> {
  const found: SealedBlob[] = [];
  for await (const one of container.listBlobsFlat({ prefix, includeMetadata: true, ...soon() })) {
    const number = Number(one.name.slice(prefix.length));
    const { contentLength: length = 0 } = one.properties;
    if (Number.isSafeInteger(number)) found.push({ number, length, metadata: one.metadata ?? {} });
  }
  return found.toSorted((a, b) => a.number - b.number);
}

async function propertiesOf(blob: AppendBlobClient) {
  try {
    const properties = await blob.getProperties(soon());
    const { contentLength: length = 0, blobCommittedBlockCount: blockCount = 0 } = properties;
    return { version: properties.etag, state: { length, blockCount, metadata: properties.metadata ?? {} } };
  } catch (thrown) {
    if (hasStatus(thrown, 404)) return undefined;
    throw thrown;
  }
}

async function download(blob: BlobClient, position: number, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  try {
    const { readableStreamBody } = await blob.download(position, maxBytes, soon());
    for await (const part of readableStreamBody ?? []) parts.push(Buffer.from(part));
  } catch (thrown) {
    // Beyond the end, or an empty blob.
    if (!hasStatus(thrown, 416)) throw thrown;
  }
  return new Uint8Array(Buffer.concat(parts));
}

const hasStatus = (thrown: unknown, status: number): boolean =>
  thrown instanceof RestError && thrown.statusCode === status;
