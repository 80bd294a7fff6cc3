import { memo, type ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { clockText } from './clockText.ts';
import type { Replay } from './createReplay.ts';
import { markerText } from './markerText.ts';

/** What happened besides output: gaps, sizes, people. */
export function MarkerList({ replay }: { replay: Replay }): ReactNode {
  // The one list grows in its place: its length tells that there is more.
  return <Markers replay={replay} count={replay.feed.timeline.markers.length} />;
}

/** The player tells its place many times a second, which changes nothing here. */
const Markers = memo(function Markers({ replay, count }: { replay: Replay; count: number }): ReactNode {
  const t = useT();
  const { markers } = replay.feed.timeline;
  return (
    <section className="replay-panel" aria-label={t('replay:markers.label')}>
      <h2>{t('replay:markers.label')}</h2>
      {count === 0 && <p className="fine">{t('replay:markers.none')}</p>}
      <ol className="replay-list">
        {markers.map((marker, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={marker.kind}>
            <button type="button" onClick={() => replay.player.seek(marker.timeMs)}>
              <span className="replay-time">{clockText(marker.timeMs)}</span>
              <span>{markerText(t, marker)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
});
