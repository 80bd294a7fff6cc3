import type { CastCode } from '../../shared/recording/asciicast.ts';

export type EventCode = Exclude<CastCode, 'o'>;
type Output = {
  readonly kind: 'output';
  readonly time: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
};
type Event = {
  readonly kind: 'event';
  readonly time: number;
  readonly code: EventCode;
  readonly data: string;
};

/** Output that waits with its times. More of it is read again later, from the port's log, without them. */
const maxBytes = 4_194_304;
/** A piece of one byte takes a hundred: a guest that prints such pieces while the store is down must not fill the memory. */
const maxItems = 20_000;
/** Markers and sizes that wait; more of them, while a store is down, are forgotten. */
const maxEvents = 1_000;

/** What happened and is in no chunk yet. */
export class PendingCast {
  #items: (Output | Event)[] = [];
  #bytes = 0;
  #events = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get first(): Output | Event | undefined {
    return this.#items[0];
  }

  add(item: Output | Event): void {
    if (item.kind === 'output') {
      if (this.#bytes + item.bytes.length > maxBytes || this.#items.length >= maxItems) return;
      this.#bytes += item.bytes.length;
    } else {
      // Always room for the exit.
      if (this.#events >= maxEvents && item.code !== 'x') return;
      this.#events += 1;
    }
    this.#items.push(item);
  }

  take(): Output | Event | undefined {
    const item = this.#items.shift();
    if (item?.kind === 'output') this.#bytes -= item.bytes.length;
    if (item?.kind === 'event') this.#events -= 1;
    return item;
  }

  /** Output before `offset` is recorded already; `event` tells what happened there. */
  resumeAt(offset: number, event: Event): void {
    const rest = this.#items.filter((one) => one.kind === 'event' || one.offset + one.bytes.length > offset);
    this.clear();
    this.add(event);
    for (const item of rest) this.add(item);
  }

  clear(): void {
    this.#items = [];
    this.#bytes = 0;
    this.#events = 0;
  }
}
