/** Messages on their way. The test decides which arrives, when, how often, or never. */
export type BadChannel<T> = {
  readonly send: (message: T) => void;
  /** The one at `index` (of those under way, modulo their number) arrives; it stays for later if `again`. */
  readonly deliver: (index: number, again: boolean) => void;
  readonly drop: (index: number) => void;
  readonly clear: () => void;
  /** All arrive in order. Returns whether there were any. */
  readonly deliverAll: () => boolean;
};

export function createBadChannel<T>(receive: (message: T) => void): BadChannel<T> {
  let underWay: T[] = [];
  const take = (index: number): T | undefined => underWay.splice(index % Math.max(1, underWay.length), 1)[0];
  return {
    send: (message) => void underWay.push(message),
    deliver(index, again) {
      const message = again ? underWay[index % Math.max(1, underWay.length)] : take(index);
      if (message !== undefined) receive(message);
    },
    drop: (index) => void take(index),
    clear() {
      underWay = [];
    },
    deliverAll() {
      const all = underWay;
      underWay = [];
      for (const message of all) receive(message);
      return all.length > 0;
    },
  };
}
