/** Backlog of one client above which its socket is no longer read. */
const highWater = 64;

export type Inbox<T> = { push(item: T): void; clear(): void };

/**
 * Handles items strictly one after the other: an item that waits for an event handler holds up the ones behind it,
 * everything else is handled at once and without a promise.
 */
export function createInbox<T>(
  handle: (item: T) => Promise<void> | void,
  reader: { pause(): void; resume(): void },
): Inbox<T> {
  let waiting: T[] = [];
  let busy = false;

  const drain = (): void => {
    while (!busy) {
      const [item] = waiting;
      if (item === undefined) return;
      waiting.shift();
      if (waiting.length === highWater) reader.resume();
      start(item);
    }
  };
  const start = (item: T): void => {
    const work = handle(item);
    if (work === undefined) return;
    busy = true;
    void work.finally(() => {
      busy = false;
      drain();
    });
  };
  return {
    push(item) {
      if (!busy && waiting.length === 0) return start(item);
      waiting.push(item);
      if (waiting.length === highWater + 1) reader.pause();
    },
    clear() {
      waiting = [];
    },
  };
}
