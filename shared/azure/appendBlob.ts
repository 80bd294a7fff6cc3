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
  return new AzureAppendBlob(serviceOf(setting, name.account), name);
}

/** A class, because a relay holds a thousand of them: as closures each took 1.5 KB. */
class AzureAppendBlob implements AppendBlob {
  readonly #service: BlobServiceClient;
  readonly #name: BlobName;
  /** Undefined until the blob was opened. */
  #version: string | undefined;

  constructor(service: BlobServiceClient, name: BlobName) {
    this.#service = service;
    this.#name = name;
  }

  async open(): Promise<AppendBlobState> {
    const found = await this.#learn();
    if (found !== undefined) return found;
    await this.#container().createIfNotExists(soon());
    await this.#blob().createIfNotExists({ blobHTTPHeaders: headers, ...soon() });
    return (await this.#learn()) ?? { length: 0, blockCount: 0, metadata: {} };
  }

  async append(bytes: Uint8Array, position: number): Promise<number | undefined> {
    try {
      const done = await this.#blob().appendBlock(bytes, bytes.length, {
        conditions: { appendPosition: position, ...this.#ifMatch() },
        ...soon(),
      });
      this.#wrote(done.etag);
      return done.blobCommittedBlockCount ?? 0;
    } catch (thrown) {
      if (hasStatus(thrown, 412)) return undefined;
      throw thrown;
    }
  }

  async setMetadata(metadata: Readonly<Record<string, string>>): Promise<void> {
    const conditions = this.#ifMatch();
    const { etag } = await this.#blob().setMetadata({ ...metadata }, { conditions, ...soon() });
    this.#wrote(etag);
  }

  async startOver(metadata: Readonly<Record<string, string>>): Promise<void> {
    const { etag } = await this.#blob().create({
      blobHTTPHeaders: headers,
      metadata: { ...metadata },
      conditions: this.#ifMatch(),
      ...soon(),
    });
    this.#wrote(etag);
  }

  seal(number: number): Promise<void> {
    return copyWithin(this.#blob(), this.#sealed(number), this.#ifMatch());
  }

  listSealed(): Promise<SealedBlob[]> {
    return listNumbered(this.#container(), `${this.#name.blob}.`);
  }

  async removeSealed(number: number): Promise<void> {
    await this.#sealed(number).deleteIfExists(soon());
  }

  read(position: number, maxBytes: number, sealed?: number): Promise<Uint8Array> {
    return download(sealed === undefined ? this.#blob() : this.#sealed(sealed), position, maxBytes);
  }

  /** Made for each call, as the two below are: held, they would be 50 KB for every silent port. */
  #container(): ContainerClient {
    return this.#service.getContainerClient(this.#name.container);
  }

  #blob(): AppendBlobClient {
    return this.#container().getAppendBlobClient(this.#name.blob);
  }

  #sealed(number: number): BlobClient {
    return this.#container().getBlobClient(`${this.#name.blob}.${number}`);
  }

  #ifMatch(): { readonly ifMatch?: string } {
    return this.#version === undefined ? {} : { ifMatch: this.#version };
  }

  #wrote(version: string | undefined): void {
    if (this.#version !== undefined) this.#version = version;
  }

  async #learn(): Promise<AppendBlobState | undefined> {
    const found = await propertiesOf(this.#blob());
    this.#version = found?.version;
    return found?.state;
  }
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
