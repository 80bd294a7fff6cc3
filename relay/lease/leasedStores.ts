import type { AppendBlob } from '../../shared/console/appendBlob.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { PutPicture } from '../screen/screenshots.ts';
import type { Lease } from './lease.ts';
import type { Turns } from './turns.ts';

type Guard = {
  readonly lease: Pick<Lease, 'require'>;
  /** A thousand ports that boot at once are a thousand requests, and as many connections, otherwise. */
  readonly turns: Turns;
};

/** Anybody may read; each write is made by the lease's holder only, and fails for others as if the store were down. */
export function leasedBlob(blob: AppendBlob, guard: Guard): AppendBlob {
  return {
    ...blob,
    open: guarded(guard, () => blob.open()),
    append: guarded(guard, (bytes: Uint8Array, position: number) => blob.append(bytes, position)),
    setMetadata: guarded(guard, (metadata: Readonly<Record<string, string>>) => blob.setMetadata(metadata)),
    startOver: guarded(guard, (metadata: Readonly<Record<string, string>>) => blob.startOver(metadata)),
    seal: guarded(guard, (number: number) => blob.seal(number)),
    removeSealed: guarded(guard, (number: number) => blob.removeSealed(number)),
  };
}

export function leasedRecording(store: RecordingStore, guard: Guard): RecordingStore {
  return {
    ...store,
    create: guarded(guard, (chunk: number, bytes: Uint8Array) => store.create(chunk, bytes)),
    writeStatement: guarded(guard, (text: string) => store.writeStatement(text)),
  };
}

export const leasedPicture = (put: PutPicture, guard: Guard): PutPicture => guarded(guard, put);

function guarded<A extends unknown[], R>(
  guard: Guard,
  act: (...input: A) => Promise<R>,
): (...input: A) => Promise<R> {
  return (...input) =>
    guard.turns(async () => {
      guard.lease.require();
      return act(...input);
    });
}
