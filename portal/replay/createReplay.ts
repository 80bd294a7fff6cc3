import type { Api } from '../../shared/client/api.ts';
import { schedule } from '../schedule.ts';
import { createReplayScreen, type ReplayScreen } from './createReplayScreen.ts';
import { Player, type PlayerSnapshot } from './player.ts';
import { readFile } from './readFile.ts';
import { type FeedState, RecordingFeed } from './recordingFeed.ts';

export type ReplaySnapshot = { readonly player: PlayerSnapshot; readonly feed: FeedState };

export type Replay = Disposable & {
  readonly screen: ReplayScreen;
  readonly player: Player;
  readonly feed: RecordingFeed;
  readonly snapshot: ReplaySnapshot;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A recording that is read, played and judged, outside of React. */
export function createReplay(
  api: Pick<Api, 'getRecording' | 'retrieveRecording'>,
  recordingId: string,
): Replay {
  const listeners = new Set<() => void>();
  let snapshot: ReplaySnapshot | undefined;
  const changed = (): void => {
    snapshot = undefined;
    for (const listener of listeners) listener();
  };
  const feed: RecordingFeed = new RecordingFeed({
    getRecording: () => api.getRecording(recordingId),
    retrieve: (fromChunk) => api.retrieveRecording(recordingId, fromChunk),
    readFile,
    subtle: crypto.subtle,
    schedule,
    onChange(hasGrown) {
      if (hasGrown) player.grown();
      if (feed.state.phase === 'complete') player.complete();
      changed();
    },
  });
  const screen = createReplayScreen();
  const player = new Player({ timeline: feed.timeline, screen, now: () => performance.now(), schedule });
  player.subscribe(changed);
  return {
    screen,
    player,
    feed,
    get snapshot() {
      snapshot ??= { player: player.snapshot, feed: feed.state };
      return snapshot;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [Symbol.dispose]() {
      feed[Symbol.dispose]();
      player[Symbol.dispose]();
      screen.dispose();
      listeners.clear();
    },
  };
}
