import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { clockText } from './clockText.ts';
import { markerText } from './markerText.ts';
import type { SeekBarProps } from './SeekBar.tsx';

/** What happened besides output: gaps, sizes, people. */
export function MarkerList({ replay }: SeekBarProps): ReactNode {
  const t = useT();
  const { markers } = replay.feed.timeline;
  return (
    <section className="replay-panel" aria-label={t('replay:markers.label')}>
      <h2>{t('replay:markers.label')}</h2>
      {markers.length === 0 && <p className="fine">{t('replay:markers.none')}</p>}
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
}
