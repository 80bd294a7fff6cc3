import {
  type BlobDownloadResponseParsed,
  BlobServiceClient,
  type BlockBlobClient,
} from '@azure/storage-blob';
import { chunkName, chunkOfName, statementName } from '../recording/chunk.ts';
import type { RecordingName } from '../recording/recordingName.ts';
import type { RecordingStore } from '../recording/recordingStore.ts';
import { azureCredential, isConnectionString } from './credentials.ts';
import { isConflict, isNotFound } from './storageFault.ts';

/** The recorder has its own patience; a retry in here would only hide the first answer. */
const options = { retryOptions: { maxTries: 1 } };
const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

/** `setting` as for the boot log. */
export function createRecordingBlobs(setting: string, name: RecordingName): RecordingStore {
  const service = isConnectionString(setting)
    ? BlobServiceClient.fromConnectionString(setting, options)
    : new BlobServiceClient(setting.replace('{account}', name.account), azureCredential(), options);
  const container = service.getContainerClient(name.container);
  const blob = (file: string): BlockBlobClient => container.getBlockBlobClient(`${name.folder}/${file}`);

  async function content(file: string): Promise<Buffer> {
    return await readAll(await blob(file).download(0, undefined, soon()));
  }

  return {
    async chunks() {
      await container.createIfNotExists(soon());
      const found: number[] = [];
      const prefix = `${name.folder}/`;
      for await (const one of container.listBlobsFlat({ prefix, ...soon() })) {
        const chunk = chunkOfName(one.name.slice(prefix.length));
        if (chunk !== undefined) found.push(chunk);
      }
      return found;
    },
    read: (chunk) => content(chunkName(chunk)),
    async create(chunk, bytes) {
      const file = chunkName(chunk);
      try {
        await blob(file).upload(bytes, bytes.length, {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: 'application/x-asciicast' },
          ...soon(),
        });
        return true;
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown;
        return (await content(file)).equals(bytes);
      }
    },
    async readStatement() {
      try {
        return (await content(statementName)).toString('utf8');
      } catch (thrown) {
        if (isNotFound(thrown)) return undefined;
        throw thrown;
      }
    },
    async writeStatement(text) {
      const blobHTTPHeaders = { blobContentType: 'application/json' };
      await blob(statementName).upload(text, Buffer.byteLength(text), { blobHTTPHeaders, ...soon() });
    },
  };
}

async function readAll({ readableStreamBody }: BlobDownloadResponseParsed): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readableStreamBody ?? []) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
