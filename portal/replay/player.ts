import { advance } from './playback.ts';
import { Renderer } from './renderer.ts';
import type { Screen } from './screen.ts';
import type { Timeline } from './timeline.ts';

export const speeds = [0.5, 1, 2, 4, 8, 16] as const;
export type Speed = (typeof speeds)[number];

/** `waiting`: at the end of a recording that grows; goes on by itself. */
export type PlayerState = 'paused' | 'playing' | 'waiting' | 'ended';

export type PlayerSnapshot = {
  readonly state: PlayerState;
  readonly positionMs: number;
  readonly endMs: number;
  readonly speed: Speed;
  readonly skipsSilence: boolean;
  /** The screen is on its way to the position. */
  readonly isSeeking: boolean;
};

export type PlayerDeps = {
  readonly timeline: Timeline;
  readonly screen: Screen;
  /** Milliseconds; never goes back. */
  readonly now: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** Smooth enough for a seek bar, and for echo at the speed of typing. */
const tickMs = 40;
/** A screen that was behind, or a page that was hidden, goes on where it stopped. */
const maxStepMs = 250;
/** Silence is cut to this, where that is wished. */
const maxIdleMs = 2_000;

/** Plays a recording onto a screen. Nothing goes the other way. */
export class Player implements Disposable {
  readonly #deps: PlayerDeps;
  readonly #renderer: Renderer;
  readonly #listeners = new Set<() => void>();
  #state: PlayerState = 'paused';
  #positionMs = 0;
  #speed: Speed = 1;
  #skipsSilence = true;
  #isGrowing = true;
  /** Silence before it does not count: playing began here. */
  #since = 0;
  #tickedAt = 0;
  #cancelTick: (() => void) | undefined;
  #snapshot: PlayerSnapshot | undefined;

  constructor(deps: PlayerDeps) {
    this.#deps = deps;
    this.#renderer = new Renderer(deps.timeline, deps.screen, () => this.#changed());
  }

  get snapshot(): PlayerSnapshot {
    this.#snapshot ??= {
      state: this.#state,
      positionMs: this.#positionMs,
      endMs: this.#deps.timeline.endMs,
      speed: this.#speed,
      skipsSilence: this.#skipsSilence,
      isSeeking: this.#renderer.isWorking,
    };
    return this.#snapshot;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  play(): void {
    if (this.#state === 'ended') this.seek(0);
    if (this.#state !== 'paused') return;
    this.#since = this.#positionMs;
    this.#become('playing');
    this.#startTicking();
  }

  pause(): void {
    this.#stopTicking();
    if (this.#state !== 'ended') this.#become('paused');
  }

  /** Goes on from there as it was: playing or paused. */
  seek(timeMs: number): void {
    this.#positionMs = Math.min(Math.max(0, timeMs), this.#deps.timeline.endMs);
    this.#since = this.#positionMs;
    if (this.#state === 'ended') this.#state = 'paused';
    if (this.#state === 'waiting') this.#state = 'playing';
    this.#show();
    if (this.#state === 'playing') this.#startTicking();
  }

  setSpeed(speed: Speed): void {
    this.#tick();
    this.#speed = speed;
    this.#changed();
  }

  skipSilence(isOn: boolean): void {
    this.#tick();
    this.#skipsSilence = isOn;
    this.#changed();
  }

  /** The timeline has more. Who waited at its end has seen the silence already, and goes on with what is new. */
  grown(): void {
    if (this.#state === 'waiting') {
      const { timeline } = this.#deps;
      const newMs = timeline.timeOf(timeline.countAt(this.#positionMs));
      if (newMs !== undefined) this.#positionMs = newMs;
      this.#since = this.#positionMs;
      this.#state = 'playing';
      this.#startTicking();
    }
    this.#show();
  }

  /** Nothing comes any more. */
  complete(): void {
    this.#isGrowing = false;
    if (this.#state === 'waiting') this.#become('ended');
  }

  [Symbol.dispose](): void {
    this.#renderer.close();
    this.#stopTicking();
    this.#listeners.clear();
  }

  #startTicking(): void {
    this.#stopTicking();
    this.#tickedAt = this.#deps.now();
    this.#cancelTick = this.#deps.schedule(() => this.#tickAgain(), tickMs);
  }

  #stopTicking(): void {
    this.#tick();
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #tickAgain(): void {
    this.#tick();
    if (this.#state === 'playing') {
      this.#cancelTick = this.#deps.schedule(() => this.#tickAgain(), tickMs);
    }
  }

  #tick(): void {
    if (this.#state !== 'playing' || this.#cancelTick === undefined) return;
    const { timeline, now } = this.#deps;
    // A screen that is behind is waited for: nobody sees what is skipped.
    if (this.#renderer.isWorking) return;
    const at = now();
    const playedMs = Math.min(at - this.#tickedAt, maxStepMs) * this.#speed;
    this.#tickedAt = at;
    const idle = { playedMs, maxIdleMs: this.#skipsSilence ? maxIdleMs : undefined };
    this.#positionMs = advance(timeline, { fromMs: this.#positionMs, since: this.#since }, idle);
    if (this.#positionMs >= timeline.endMs) this.#state = this.#isGrowing ? 'waiting' : 'ended';
    this.#show();
  }

  #show(): void {
    this.#renderer.show(this.#deps.timeline.countAt(this.#positionMs));
    this.#changed();
  }

  #become(state: PlayerState): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.#snapshot = undefined;
    for (const listener of this.#listeners) listener();
  }
}
