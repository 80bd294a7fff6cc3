import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../shared/client/apiError.ts';

const maxRetries = 2;
const freshMs = 10_000;
/** What failed and may pass is read again so often: a page comes back by itself when the control plane does. */
const againMs = 15_000;

/** How all that is read from the control plane is kept: fresh for ten seconds, tried thrice where that may help. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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

const mayPass = (error: unknown): boolean => error instanceof ApiError && error.retryable;
