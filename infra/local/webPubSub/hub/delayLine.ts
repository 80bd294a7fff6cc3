/** Holds actions for a while without changing their order. The delay may change at any time; infinite is a stall. */
export type DelayLine = {
  push(bytes: number, action: () => void): void;
  /** Runs what is due now. To be called when the delay changed. */
  pump(): void;
  /** Runs everything that waits. */
  flush(): void;
  clear(): void;
  readonly length: number;
  readonly bytes: number;
};

type Held = { readonly since: number; readonly bytes: number; readonly action: () => void };

export function createDelayLine(delayMs: () => number): DelayLine {
  let held: Held[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const runWhile = (isDue: (item: Held) => boolean): void => {
    for (let item = held[0]; item !== undefined && isDue(item); item = held[0]) {
      held.shift();
      bytes -= item.bytes;
      item.action();
    }
  };
  const pump = (): void => {
    clearTimeout(timer);
    const delay = delayMs();
    const now = performance.now();
    runWhile(({ since }) => since + delay <= now);
    const [next] = held;
    if (next !== undefined && Number.isFinite(delay)) {
      timer = setTimeout(pump, Math.max(1, next.since + delay - now));
    }
  };
  return {
    push(size, action) {
      held.push({ since: performance.now(), bytes: size, action });
      bytes += size;
      if (held.length === 1) pump();
    },
    pump,
    flush() {
      clearTimeout(timer);
      runWhile(() => true);
    },
    clear() {
      clearTimeout(timer);
      held = [];
      bytes = 0;
    },
    get length() {
      return held.length;
    },
    get bytes() {
      return bytes;
    },
  };
}
