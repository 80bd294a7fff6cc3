import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { type ActivityFilter, toQuery } from './activityFilter.ts';

/** A page may be short or empty with more behind it: so many of them are read before somebody has to ask. */
const pagesUnasked = 5;
const enough = 30;

/** What happened at a bastion, newest first, as far back as was read. */
export function useActivity(bastionId: string, filter: ActivityFilter) {
  const { api } = usePortal();
  const query = useInfiniteQuery({
    queryKey: keys.activity(bastionId, JSON.stringify(filter)),
    queryFn: ({ pageParam }) =>
      pageParam === ''
        ? api.listAuditLogs(bastionId, toQuery(filter, Date.now()))
        : api.moreAuditLogs(pageParam),
    // Another filter: what was there stays until its answer comes.
    placeholderData: keepPreviousData,
    initialPageParam: '',
    getNextPageParam: (page) => page.nextLink,
  });
  const rows = query.data?.pages.flatMap((page) => page.value) ?? [];
  const pages = query.data?.pages.length ?? 0;
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isShort = rows.length < enough && pages > 0 && pages < pagesUnasked;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, isError, fetchNextPage]);
  return { ...query, rows };
}
