import type { FetchImplementation } from 'jose';
import { z } from 'zod';
import { SallyportError } from '../../shared/contracts/errors.ts';

const keySet = z.looseObject({ keys: z.array(z.looseObject({})) });

/**
 * After a failed fetch the next one waits this long. jose itself only paces fetches that succeed, so a storm of
 * tokens with made-up key ids would otherwise become a storm on an identity provider that is already down.
 */
const retryAfterMs = 5_000;

/** Fetches the identity provider's keys, or throws `IdentityProviderUnavailable`. Redirects are not followed. */
export function createKeyFetch(deps: {
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  readonly now: () => number;
  /** False for a key that is published there and meant for others. */
  readonly isOurs: (key: { readonly issuer?: unknown }) => boolean;
}): FetchImplementation {
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (Math.abs(deps.now() - failedAt) < retryAfterMs) throw unavailable();
    try {
      const response = await deps.fetch(url, options);
      if (response.status !== 200) throw new Error(`The key set answered ${response.status}.`);
      const { keys } = keySet.parse(await response.json());
      return Response.json({ keys: keys.filter(deps.isOurs) });
    } catch (cause) {
      failedAt = deps.now();
      throw unavailable(cause);
    }
  };
}

function unavailable(cause?: unknown): SallyportError {
  return new SallyportError(
    'IdentityProviderUnavailable',
    'The identity provider does not answer, so access tokens cannot be checked. Retry in a few seconds.',
    { cause },
  );
}
