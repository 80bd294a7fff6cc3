import type { Upstream } from '../hub/upstreamSession.ts';
import type { Logger } from '../settings/logger.ts';
import type { Settings } from '../settings/settings.ts';
import { createAbuseProtection } from './abuseProtection.ts';
import { createEventHandlers } from './eventHandlers.ts';
import { openUpstreamSession } from './openUpstreamSession.ts';

export type UpstreamOptions = {
  readonly settings: Settings;
  readonly fetch: typeof fetch;
  readonly logger: Logger;
  readonly now: () => number;
  /** The service's host and port, as events name it. */
  readonly origin: () => string;
  readonly signal: AbortSignal;
};

/** The application behind the hubs, reached by CloudEvents over HTTP. */
export function createUpstream({ settings, fetch, logger, now, origin, signal }: UpstreamOptions): Upstream {
  const { retryDelaysMs, timeoutMs, validationTimeoutMs } = settings.upstream;
  const retry = { fetch, retryDelaysMs, signal };
  const protection = createAbuseProtection({
    retry: { ...retry, timeoutMs: validationTimeoutMs },
    origin,
    now,
  });
  const deps = {
    handlers: createEventHandlers(settings.hubs),
    protection,
    retry: { ...retry, timeoutMs },
    accessKey: settings.accessKey,
    origin,
    now,
    logger,
  };
  return { openSession: (hub, connectionId) => openUpstreamSession(deps, { hub, connectionId }) };
}
