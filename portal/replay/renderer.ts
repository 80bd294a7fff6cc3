import type { Screen } from './screen.ts';
import type { Timeline } from './timeline.ts';

/** Written in one go: a seek waits for no more than this. */
const sliceBytes = 131_072;
/**
 * So much output is written again for a seek. What is further back does not show any more, but for settings of a
 * program that were made before it; to write hours of a flood again would take minutes.
 */
export const maxSeekBytes = 8_388_608;

/**
 * Brings the screen to a place in the recording, forwards by what lies between, backwards by writing again what led
 * there. A new place while it works replaces the one before.
 */
export class Renderer {
  readonly #timeline: Timeline;
  readonly #screen: Screen;
  readonly #onSettled: () => void;
  /** Output events that the screen shows; undefined = it shows something else. */
  #shown: number | undefined;
  #wanted = 0;
  #isWorking = false;
  #isClosed = false;

  constructor(timeline: Timeline, screen: Screen, onSettled: () => void) {
    this.#timeline = timeline;
    this.#screen = screen;
    this.#onSettled = onSettled;
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** The first `count` output events are shown, soon. */
  show(count: number): void {
    this.#wanted = count;
    if (this.#isWorking || this.#isClosed || this.#shown === count) return;
    this.#isWorking = true;
    void this.#work();
  }

  close(): void {
    this.#isClosed = true;
  }

  async #work(): Promise<void> {
    while (this.#shown !== this.#wanted && !this.#isClosed) {
      const wanted = this.#wanted;
      const from = this.#start(wanted);
      if (from === wanted) continue;
      const size = this.#timeline.sizeAt(from);
      const { next, bytes } = this.#timeline.slice(from, wanted, sliceBytes);
      this.#screen.resize(size);
      await this.#screen.write(bytes);
      this.#shown = next;
    }
    this.#isWorking = false;
    this.#onSettled();
  }

  /** Where writing begins: where the screen is, or anew from a place before. */
  #start(wanted: number): number {
    const shown = this.#shown;
    const isAhead = shown === undefined || shown > wanted;
    if (!isAhead && this.#timeline.bytesBetween(shown, wanted) <= maxSeekBytes) return shown;
    const from = this.#timeline.eventBefore(wanted, maxSeekBytes);
    this.#screen.reset(this.#timeline.sizeAt(from));
    this.#shown = from;
    return from;
  }
}
