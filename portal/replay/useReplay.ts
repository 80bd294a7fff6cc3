import { useEffect, useState, useSyncExternalStore } from 'react';
import { usePortal } from '../PortalContext.ts';
import { createReplay, type Replay, type ReplaySnapshot } from './createReplay.ts';

/** The seam to React: one recording for as long as its page is open. It plays at once, unless movement is unwanted. */
export function useReplay(recordingId: string): { readonly replay: Replay; readonly state: ReplaySnapshot } {
  const { api } = usePortal();
  const [replay] = useState(() => createReplay(api, recordingId));
  const state = useSyncExternalStore(replay.subscribe, () => replay.snapshot);
  useEffect(() => {
    replay.feed.start();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) replay.player.play();
    return () => replay[Symbol.dispose]();
  }, [replay]);
  return { replay, state };
}
