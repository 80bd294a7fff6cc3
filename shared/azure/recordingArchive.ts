import type { BlobServiceClient } from '@azure/storage-blob';
import { chunkName, chunkOfName, statementName } from '../recording/chunk.ts';
import type { RecordingArchive } from '../recording/recordingArchive.ts';
import { recordingContainer } from '../recording/recordingName.ts';
import { signerOf } from './readUrls.ts';
import { isNotFound, throughStorage } from './storageFault.ts';

const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

/** Session ids sort newest first, and so do the folders that are named by them. */
export function createRecordingArchive(service: BlobServiceClient): RecordingArchive {
  return {
    list: (bastionKey, { limit, after }) =>
      throughStorage(() =>
        orNone(async () => {
          const container = service.getContainerClient(recordingContainer(bastionKey));
          const found: string[] = [];
          const from = after === undefined ? {} : { startFrom: after };
          for await (const one of container.listBlobsByHierarchy('/', { ...from, ...soon() })) {
            const sessionId = one.name.replace(/\/$/, '');
            // A service that does not know where to start begins with the first.
            if (one.kind === 'prefix' && sessionId > (after ?? '')) found.push(sessionId);
            if (found.length === limit) break;
          }
          return found;
        }),
      ),
    files: (bastionKey, sessionId, { expires, fromChunk = 0 }) =>
      throughStorage(() =>
        orNone(async () => {
          const container = service.getContainerClient(recordingContainer(bastionKey));
          const sign = await signerOf(service, expires);
          const prefix = `${sessionId}/`;
          const found = [];
          const from = fromChunk === 0 ? {} : { startFrom: prefix + chunkName(fromChunk) };
          for await (const one of container.listBlobsFlat({ prefix, ...from, ...soon() })) {
            const name = one.name.slice(prefix.length);
            const chunk = name === statementName ? fromChunk : chunkOfName(name);
            // A service that does not know where to start begins with the first.
            if (chunk === undefined || chunk < fromChunk) continue;
            const bytes = one.properties.contentLength ?? 0;
            found.push({ name, bytes, uri: sign(container.containerName, one.name) });
          }
          return found;
        }),
      ),
  };
}

/** Nothing was ever recorded at that bastion: there is no container. */
async function orNone<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await work();
  } catch (thrown) {
    if (isNotFound(thrown)) return [];
    throw thrown;
  }
}
