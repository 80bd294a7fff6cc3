export type RetryPolicy = {
  readonly fetch: typeof fetch;
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  /** Aborts everything, when the service stops. */
  readonly signal: AbortSignal;
};

/**
 * Repeats on network errors, 408 and 5xx; other answers are final. The last answer is returned, whatever it is; the
 * timeout covers all attempts. Rejects when there was none.
 */
export async function fetchWithRetries(
  policy: RetryPolicy,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const signal = AbortSignal.any([policy.signal, AbortSignal.timeout(policy.timeoutMs)]);
  for (let attempt = 0; ; attempt++) {
    const delayMs = policy.retryDelaysMs[attempt];
    const answer = await tryFetch(policy.fetch, url, { ...init, redirect: 'manual', signal });
    const isFinal = answer instanceof Response && answer.status !== 408 && answer.status < 500;
    if (isFinal || delayMs === undefined || signal.aborted) {
      if (answer instanceof Response) return answer;
      throw answer;
    }
    if (answer instanceof Response) await answer.body?.cancel();
    await sleep(delayMs, signal);
  }
}

async function tryFetch(send: typeof fetch, url: string, init: RequestInit): Promise<Response | Error> {
  try {
    return await send(url, init);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new Error('The event handler did not answer in time.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
