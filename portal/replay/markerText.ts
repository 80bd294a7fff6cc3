import type { Translate } from '../i18n/i18n.ts';
import { plainText } from './plainText.ts';
import type { Marker } from './timeline.ts';

/** What relays write. */
const labels: ReadonlyMap<string, 'resumed' | 'types' | 'watches'> = new Map([
  ['the relay went on here', 'resumed'],
  ['this session types from here on', 'types'],
  ['this session only watches from here on', 'watches'],
]);

/** What happened there, in the page's language where the relay's own words are known. */
export function markerText(t: Translate, marker: Marker): string {
  switch (marker.kind) {
    case 'gap':
      return t('replay:markers.gap', { count: marker.bytes });
    case 'resize':
      return t('replay:markers.resize', { columns: marker.columns, rows: marker.rows });
    case 'exit':
      return t('replay:markers.exit');
    case 'marker': {
      const known = labels.get(marker.label);
      if (known !== undefined) return t(`replay:markers.${known}`);
      const [, bytes] = /^the times of (\d+) bytes are lost$/.exec(marker.label) ?? [];
      return bytes === undefined
        ? plainText(marker.label)
        : t('replay:markers.timesLost', { count: Number(bytes) });
    }
  }
}
