import { Button } from '@fluentui/react-components';
import { VideoClipRegular } from '@fluentui/react-icons/svg/video-clip';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Link } from '../components/Link.tsx';
import { Loading } from '../components/Loading.tsx';
import { RefreshButton } from '../components/RefreshButton.tsx';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { paths } from '../router.ts';
import { filterRecordings } from './filterRecordings.ts';
import { RecordingFilters, useRecordingFilter } from './RecordingFilters.tsx';
import { RecordingTable } from './RecordingTable.tsx';

export function RecordingList({ bastionId }: { bastionId: string }): ReactNode {
  const t = useT();
  const { api } = usePortal();
  const { filter, setFilter, clear, isEmpty } = useRecordingFilter();
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.recordings(bastionId),
    queryFn: ({ pageParam }) =>
      pageParam === '' ? api.listRecordings(bastionId) : api.moreRecordings(pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextLink,
  });
  const all = data?.pages.flatMap((page) => page.value) ?? [];
  const shown = filterRecordings(all, filter);
  return (
    <section aria-label={t('replay:title')} aria-busy={isFetching}>
      <RecordingFilters filter={filter} setFilter={setFilter}>
        <RefreshButton isRefreshing={isFetching} onRefresh={() => refetch()} />
        {data !== undefined && (
          <span className="fine as-of" role="status">
            {isEmpty
              ? t('replay:count', { count: all.length })
              : t('replay:countOf', { shown: shown.length, count: all.length })}
          </span>
        )}
      </RecordingFilters>
      {error !== null && <ErrorNotice error={error} onTryAgain={() => refetch()} />}
      {isPending && <Loading />}
      {data !== undefined && all.length === 0 && (
        <EmptyState
          icon={<VideoClipRegular fontSize={40} />}
          title={t('replay:empty.title')}
          text={t('replay:empty.text')}
        >
          <Link href={paths.sessions(bastionId)}>{t('replay:empty.action')}</Link>
        </EmptyState>
      )}
      {all.length > 0 && shown.length === 0 && (
        <EmptyState title={t('replay:nothingFits.title')} text={t('replay:nothingFits.text')}>
          <Button onClick={clear}>{t('replay:nothingFits.action')}</Button>
        </EmptyState>
      )}
      {shown.length > 0 && <RecordingTable recordings={shown} />}
      {hasNextPage && (
        <LookFurther
          oldest={all.at(-1)?.properties.startTime}
          isFetching={isFetching}
          onMore={() => void fetchNextPage()}
        />
      )}
    </section>
  );
}

/** Filters hold for what was read so far; how far back that is, and the way to what is older. */
function LookFurther(props: {
  oldest: string | undefined;
  isFetching: boolean;
  onMore: () => void;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  return (
    <div className="toolbar">
      <Button disabledFocusable={props.isFetching} onClick={props.onMore}>
        {t('common:more')}
      </Button>
      {props.oldest !== undefined && (
        <span className="fine">{t('replay:readBackTo', { time: formats.dateTime(props.oldest) })}</span>
      )}
    </div>
  );
}
