import { type ReactNode, useMemo } from 'react';
import { useT } from '../i18n/i18n.ts';
import { clockText } from './clockText.ts';
import type { Replay, ReplaySnapshot } from './createReplay.ts';

export type SeekBarProps = { replay: Replay; state: ReplaySnapshot };

/** Of equal parts of the recording whose activity is drawn. */
const parts = 120;
const height = 24;

/** Where one is in the recording; above it how much was printed when, and where something happened. */
export function SeekBar({ replay, state }: SeekBarProps): ReactNode {
  const t = useT();
  const { positionMs, endMs } = state.player;
  return (
    <div className="seek">
      <Activity replay={replay} state={state} />
      <div className="seek-marks" aria-hidden="true">
        {replay.feed.timeline.markers.map(({ kind, timeMs }, index) => (
          <span
            // Markers are only ever added at the end.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            className={`seek-mark ${kind}`}
            style={{ left: `${endMs === 0 ? 0 : (timeMs / endMs) * 100}%` }}
          />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={Math.max(1, Math.round(endMs))}
        step={stepMs(endMs)}
        value={Math.round(positionMs)}
        aria-label={t('replay:player.position')}
        aria-valuetext={t('replay:player.positionOf', {
          position: clockText(positionMs),
          end: clockText(endMs),
        })}
        onChange={({ target }) => replay.player.seek(Number(target.value))}
      />
    </div>
  );
}

/** A second for an arrow key, and less where the whole is only some seconds long. */
const stepMs = (endMs: number): number => Math.min(1_000, Math.max(1, Math.round(endMs / 100)));

function Activity({ replay, state }: SeekBarProps): ReactNode {
  const { loadedBytes } = state.feed;
  const bars = useMemo(() => {
    const activity = replay.feed.timeline.activity(parts);
    const most = Math.max(1, ...activity);
    // A flood would hide everything else: its root is shown.
    return loadedBytes === 0 ? [] : activity.map((bytes) => Math.sqrt(bytes / most) * height);
  }, [replay, loadedBytes]);
  return (
    <svg
      className="seek-activity"
      viewBox={`0 0 ${parts} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map((bar, part) => (
        // oxlint-disable-next-line react/no-array-index-key
        <rect key={part} x={part + 0.15} y={height - bar} width={0.7} height={bar} />
      ))}
    </svg>
  );
}
