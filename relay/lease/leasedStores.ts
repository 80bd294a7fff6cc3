import type { AppendBlob, AppendBlobState, SealedBlob } from '../../shared/console/appendBlob.ts';
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
  return new LeasedBlob(blob, guard);
}

/** A class, because a relay holds a thousand of them: as closures each took 1 KB. */
class LeasedBlob implements AppendBlob {
  readonly #blob: AppendBlob;
  readonly #guard: Guard;

  constructor(blob: AppendBlob, guard: Guard) {
    this.#blob = blob;
    this.#guard = guard;
  }

  open(): Promise<AppendBlobState> {
    return whileHeld(this.#guard, () => this.#blob.open());
  }

  append(bytes: Uint8Array, position: number): Promise<number | undefined> {
    return whileHeld(this.#guard, () => this.#blob.append(bytes, position));
  }

  setMetadata(metadata: Readonly<Record<string, string>>): Promise<void> {
    return whileHeld(this.#guard, () => this.#blob.setMetadata(metadata));
  }

  startOver(metadata: Readonly<Record<string, string>>): Promise<void> {
    return whileHeld(this.#guard, () => this.#blob.startOver(metadata));
  }

  seal(number: number): Promise<void> {
    return whileHeld(this.#guard, () => this.#blob.seal(number));
  }

  listSealed(): Promise<readonly SealedBlob[]> {
    return this.#blob.listSealed();
  }

  removeSealed(number: number): Promise<void> {
    return whileHeld(this.#guard, () => this.#blob.removeSealed(number));
  }

  read(position: number, maxBytes: number, sealed?: number): Promise<Uint8Array> {
    return this.#blob.read(position, maxBytes, sealed);
  }
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
  return (...input) => whileHeld(guard, () => act(...input));
}

function whileHeld<R>({ lease, turns }: Guard, act: () => Promise<R>): Promise<R> {
  return turns(async () => {
    lease.require();
    return act();
  });
}
