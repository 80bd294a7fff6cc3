import { readSeal } from '../../shared/recording/chunk.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { CastPlace } from './castChunk.ts';

export type FoundPlace = { readonly place: CastPlace; readonly hashes: string[] };

/** Where an earlier relay stopped to record this session; `start` when nobody has begun. */
export async function findPlace(
  deps: {
    readonly store: Pick<RecordingStore, 'chunks' | 'read'>;
    readonly chainHash: (previous: string, bytes: Uint8Array) => string;
  },
  start: CastPlace,
): Promise<FoundPlace> {
  let place = start;
  const hashes: string[] = [];
  for (const chunk of await deps.store.chunks()) {
    const bytes = await deps.store.read(chunk);
    const seal = readSeal(Buffer.from(bytes).toString('utf8'));
    // One that was altered is not ours to mend: it stays for the verifier to name.
    const previous = deps.chainHash(seal?.previous ?? place.previous, bytes);
    hashes.push(previous);
    place = { ...place, chunk: chunk + 1, previous };
    if (seal === undefined) continue;
    // Offsets of another journal say nothing about this one.
    const offset = seal.epoch === start.epoch ? seal.to : start.offset;
    const { time, startTime, lostBytes } = seal;
    place = { ...place, offset, time, startTime, lostBytes };
  }
  return { place, hashes };
}
