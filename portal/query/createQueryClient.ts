import { type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../shared/client/apiError.ts';

const maxRetries = 2;
const freshMs = 10_000;
/** What failed and may pass is read again so often: a page comes back by itself when the control plane does. */
const againMs = 15_000;

/** How all that is read from the control plane is kept: fresh for ten seconds, tried thrice where that may help. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: cacheThatKeepsErrors(),
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        retry: (failures, error) => failures < maxRetries && mayPass(error),
        // A browser that thinks itself offline would wait without a word; a call that fails says so.
        networkMode: 'always',
        refetchInterval: ({ state }) => mayPass(state.error) && againMs,
        refetchOnWindowFocus: false,
      },
      // What changes something is never sent twice by itself.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/**
 * What failed and never had data is otherwise a question without an answer again, with a spinner, each time it is
 * asked anew. Its error stays until there is another outcome.
 */
function cacheThatKeepsErrors(): QueryCache {
  const errors = new WeakMap<Query, Error>();
  const cache = new QueryCache();
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'error') errors.set(query, action.error as Error);
    if (action.type === 'success') errors.delete(query);
    const error = errors.get(query);
    if (action.type === 'fetch' && error !== undefined && query.state.data === undefined)
      query.setState({ status: 'error', error });
  });
  return cache;
}

const mayPass = (error: unknown): boolean => error instanceof ApiError && error.retryable;
