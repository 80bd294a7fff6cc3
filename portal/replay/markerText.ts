import type { Translate } from '../i18n/i18n.ts';
import { plainText } from './plainText.ts';
import type { Marker } from './timeline.ts';

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
      if (marker.label === 'the relay went on here') return t('replay:markers.resumed');
      const [, bytes] = /^the times of (\d+) bytes are lost$/.exec(marker.label) ?? [];
      return bytes === undefined
        ? plainText(marker.label)
        : t('replay:markers.timesLost', { count: Number(bytes) });
    }
  }
}
