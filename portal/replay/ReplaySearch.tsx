import { Button, SearchBox } from '@fluentui/react-components';
import { memo, type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useT } from '../i18n/i18n.ts';
import { clockText } from './clockText.ts';
import { plainText } from './plainText.ts';
import type { SeekBarProps } from './SeekBar.tsx';
import { type Hit, maxHits } from './textIndex.ts';

/** More than anybody reads; the next ones are found from where one is. */
const maxShown = 200;
const around = 40;

/** Finds what was printed, and goes there. */
export function ReplaySearch({ replay, state }: SeekBarProps): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const { loadedBytes } = state.feed;
  const hits = useMemo(
    () => (loadedBytes === 0 ? [] : replay.feed.index.find(wanted)),
    [replay, wanted, loadedBytes],
  );
  const seek = useCallback((timeMs: number): void => replay.player.seek(timeMs), [replay]);
  const next = nextOf(hits, state.player.positionMs);

  return (
    <section className="replay-panel" aria-label={t('replay:search.label')}>
      <SearchBox
        placeholder={t('replay:search.placeholder')}
        aria-label={t('replay:search.label')}
        value={query}
        onChange={(_, { value }) => setQuery(value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && next !== undefined) seek(next.timeMs);
        }}
      />
      {wanted !== '' && <Found hits={hits} positionMs={state.player.positionMs} onSeek={seek} />}
      <HitList hits={hits} onSeek={seek} />
    </section>
  );
}

const nextOf = (hits: readonly Hit[], positionMs: number): Hit | undefined =>
  hits.find(({ timeMs }) => timeMs > positionMs);

type FoundProps = { hits: readonly Hit[]; onSeek: (timeMs: number) => void };

function Found({ hits, positionMs, onSeek }: FoundProps & { positionMs: number }): ReactNode {
  const t = useT();
  const next = nextOf(hits, positionMs);
  const before = hits.findLast(({ timeMs }) => timeMs < positionMs);
  const count = hits.length;
  return (
    <div className="replay-found">
      <span role="status">
        {count === 0
          ? t('replay:search.none')
          : t(count === maxHits ? 'replay:search.atLeast' : 'replay:search.count', { count })}
      </span>
      <Button
        size="small"
        disabled={before === undefined}
        onClick={() => before !== undefined && onSeek(before.timeMs)}
      >
        {t('replay:search.previous')}
      </Button>
      <Button
        size="small"
        disabled={next === undefined}
        onClick={() => next !== undefined && onSeek(next.timeMs)}
      >
        {t('replay:search.next')}
      </Button>
    </div>
  );
}

/** The player tells its place many times a second, which changes nothing here. */
const HitList = memo(function HitList({ hits, onSeek }: FoundProps): ReactNode {
  return (
    <ol className="replay-list">
      {hits.slice(0, maxShown).map((hit, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <button type="button" onClick={() => onSeek(hit.timeMs)}>
            <span className="replay-time">{clockText(hit.timeMs)}</span>
            <HitLine hit={hit} />
          </button>
        </li>
      ))}
    </ol>
  );
});

function HitLine({ hit: { line, start, length } }: { hit: Hit }): ReactNode {
  const end = start + length;
  return (
    <code dir="ltr">
      {plainText(line.slice(Math.max(0, start - around), start))}
      <mark>{plainText(line.slice(start, end))}</mark>
      {plainText(line.slice(end, end + around))}
    </code>
  );
}
