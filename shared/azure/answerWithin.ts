type Pending = { timeout: number };

/**
 * A pipeline policy of the Azure SDKs: a try that is not answered in time fails with an `AbortError`. Without
 * it, a service that takes a call and never answers (a hung host, a half-open connection) holds it for ever.
 */
export const answerWithin = (timeoutMs: number) => ({
  position: 'perCall' as const,
  policy: {
    name: 'answerWithin',
    sendRequest<Request extends Pending, Answer>(
      request: Request,
      next: (request: Request) => Answer,
    ): Answer {
      request.timeout = timeoutMs;
      return next(request);
    },
  },
});
