import type { RateKind } from '../../shared/access/rateLimits.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { Call } from './route.ts';

const deeds: Readonly<Record<RateKind, string>> = {
  connect: 'You ask for consoles faster than anybody can use them.',
  disconnect: 'You end sessions faster than they are begun.',
  command: 'You command machines faster than they can follow.',
  lookup: 'You ask about the access of others faster than anybody can read.',
  refusal: 'You were refused too often in this minute to be told why.',
};

/** Throws `TooManyRequests` for whoever does more of a kind than one person may; an audit row once a minute. */
export async function requirePace(
  { deps, request, caller }: Pick<Call, 'deps' | 'request' | 'caller'>,
  kind: RateKind,
  scope: string,
): Promise<void> {
  const pace = deps.rates.count(kind, caller.principalId);
  if (!pace.isTooFast) return;
  const { retryAfterSeconds, isNews } = pace;
  const text = `${deeds[kind]} Retry in ${retryAfterSeconds} s.`;
  if (isNews) {
    await deps.audit.write({
      time: deps.now(),
      event: 'refused',
      outcome: 'Failure',
      principalId: caller.principalId,
      userName: caller.userName,
      sourceIpAddress: deps.sourceAddress(request.headers),
      scope,
      reason: `${text} (Kept once a minute.)`,
    });
  }
  throw new SallyportError('TooManyRequests', text, { retryAfterSeconds });
}
