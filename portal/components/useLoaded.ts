import { useCallback, useEffect, useRef, useState } from 'react';

export type Loaded<T> = {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Loads with `load` or in another way; a slow old answer never overwrites a newer one. */
  readonly run: (load: () => Promise<T>) => Promise<void>;
};

/** What a page asks the control plane for: the last good answer, and the last error if that came later. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'run'>>({
    value: undefined,
    error: undefined,
    isLoading: true,
  });
  const latest = useRef(0);
  const settle = useCallback(async (next: () => Promise<T>) => {
    latest.current += 1;
    const number = latest.current;
    const outcome = await next().then(
      (value) => ({ value, error: undefined }),
      (error: unknown) => ({ error }),
    );
    if (number === latest.current) setState((before) => ({ ...before, ...outcome, isLoading: false }));
  }, []);
  useEffect(() => {
    void settle(load);
  }, [settle, load]);
  const run = useCallback(
    (next: () => Promise<T>) => {
      setState((before) => ({ ...before, isLoading: true }));
      return settle(next);
    },
    [settle],
  );
  return { ...state, run };
}
