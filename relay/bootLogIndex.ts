import type { AppendBlob, SealedBlob } from '../shared/console/appendBlob.ts';
import { type Extent, fromMetadata, type Places } from './bootLogPlaces.ts';

/** `sealed` undefined: in the blob that grows. */
type Found = Extent & { readonly sealed: number | undefined };

/** Which offset lies in which blob of a boot log, and reads it there. */
export class BootLogIndex {
  readonly #blob: Pick<AppendBlob, 'read'>;
  /** Extents of the sealed copies, ascending. */
  #sealed: readonly Found[] = [];
  #live: readonly Found[] = [];

  constructor(blob: Pick<AppendBlob, 'read'>) {
    this.#blob = blob;
  }

  /** Copies of another journal's output are not known here, nor one that the growing blob does not count yet. */
  learnSealed(blobs: readonly SealedBlob[], { epoch, sealed }: Pick<Places, 'epoch' | 'sealed'>): void {
    this.#sealed = blobs
      .filter(({ number }) => number <= sealed)
      .flatMap(({ number, length, metadata }) => {
        const places = fromMetadata(metadata, length);
        if (places?.epoch !== epoch) return [];
        return places.extents.map((extent) => ({ ...extent, sealed: number }));
      });
  }

  learnLive(extents: readonly Extent[]): void {
    this.#live = extents.map((extent) => ({ ...extent, sealed: undefined }));
  }

  /** What the growing blob has is in this copy, too, and will be read there. */
  seal(number: number): void {
    this.#sealed = [...this.#sealed, ...this.#live.map((extent) => ({ ...extent, sealed: number }))];
    this.#live = [];
  }

  forget(number: number): void {
    this.#sealed = this.#sealed.filter(({ sealed }) => sealed !== number);
  }

  find(offset: number): { readonly from: number; readonly to: number } | undefined {
    const found = this.#find(offset);
    return found && { from: Math.max(offset, found.since), to: found.since + found.length };
  }

  async read(offset: number, maxBytes: number): Promise<Uint8Array> {
    for (;;) {
      const found = this.#find(offset);
      if (found === undefined || found.since > offset) return new Uint8Array(0);
      const { since, at, length, sealed } = found;
      const room = Math.min(maxBytes, since + length - offset);
      const bytes = await this.#blob.read(at + offset - since, room, sealed);
      // Sealed meanwhile: what was read may belong to what came after.
      if (this.#find(offset)?.sealed === sealed) return bytes;
    }
  }

  #find(offset: number): Found | undefined {
    return [...this.#sealed, ...this.#live].find(
      ({ since, length }) => length > 0 && offset < since + length,
    );
  }
}
