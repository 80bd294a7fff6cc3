import type { SteadyClock } from '../clock/steadyClock.ts';

type Answer = { readonly headers: { get(name: string): string | undefined } };

/**
 * A pipeline policy of the Azure SDKs: the clock follows the service's. All instances of the app share one store, so
 * by its clock they agree on what is due, whose lease has run out and who is idle, whatever their hosts' clocks say.
 */
export const hearTime = (clock: Pick<SteadyClock, 'ask'>) => ({
  position: 'perRetry' as const,
  policy: {
    name: 'hearTime',
    async sendRequest<Request, Got extends Answer>(
      request: Request,
      next: (request: Request) => Promise<Got>,
    ): Promise<Got> {
      const hear = clock.ask();
      const answer = await next(request);
      hear(Date.parse(answer.headers.get('date') ?? ''));
      return answer;
    },
  },
});
