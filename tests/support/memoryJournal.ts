import type { Journal } from '../../relay/journal.ts';

/** A journal without a disk that forgets all but the last `capacity` bytes. Survives the relay of a test. */
export function createMemoryJournal(capacity = Number.POSITIVE_INFINITY, epoch = 'epoch-1'): Journal {
  let bytes = new Uint8Array(0);
  let end = 0;
  return {
    epoch,
    get oldest() {
      return end - bytes.length;
    },
    get end() {
      return end;
    },
    append(more) {
      const all = new Uint8Array(bytes.length + more.length);
      all.set(bytes);
      all.set(more, bytes.length);
      bytes = all.subarray(Math.max(0, all.length - capacity));
      end += more.length;
    },
    read(offset, maxBytes) {
      const place = offset - (end - bytes.length);
      return place < 0 ? new Uint8Array(0) : bytes.slice(place, place + maxBytes);
    },
    rest() {},
    close() {},
  };
}
