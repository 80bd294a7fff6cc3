import type { AppendBlob } from '../../shared/console/appendBlob.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { PutPicture } from '../screen/screenshots.ts';
import type { Lease } from './lease.ts';

type Guard = Pick<Lease, 'require'>;

/** Anybody may read; each write is made by the lease's holder only, and fails for others as if the store were down. */
export function leasedBlob(blob: AppendBlob, lease: Guard): AppendBlob {
  return {
    ...blob,
    open: guarded(lease, () => blob.open()),
    append: guarded(lease, (bytes: Uint8Array, position: number) => blob.append(bytes, position)),
    setMetadata: guarded(lease, (metadata: Readonly<Record<string, string>>) => blob.setMetadata(metadata)),
    startOver: guarded(lease, (metadata: Readonly<Record<string, string>>) => blob.startOver(metadata)),
    seal: guarded(lease, (number: number) => blob.seal(number)),
    removeSealed: guarded(lease, (number: number) => blob.removeSealed(number)),
  };
}

export function leasedRecording(store: RecordingStore, lease: Guard): RecordingStore {
  return {
    ...store,
    create: guarded(lease, (chunk: number, bytes: Uint8Array) => store.create(chunk, bytes)),
    writeStatement: guarded(lease, (text: string) => store.writeStatement(text)),
  };
}

export const leasedPicture = (put: PutPicture, lease: Guard): PutPicture => guarded(lease, put);

function guarded<A extends unknown[], R>(
  lease: Guard,
  act: (...input: A) => Promise<R>,
): (...input: A) => Promise<R> {
  return async (...input) => {
    lease.require();
    return act(...input);
  };
}
