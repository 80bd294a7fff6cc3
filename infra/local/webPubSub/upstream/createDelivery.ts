import { randomUUID } from 'node:crypto';
import type { UpstreamIdentity } from '../hub/upstreamSession.ts';
import { limits } from '../protocol/limits.ts';
import type { Logger } from '../settings/logger.ts';
import type { AbuseProtection } from './abuseProtection.ts';
import { type CloudEvent, sign, toCloudEventHeaders } from './cloudEvent.ts';
import { createCookieJar } from './cookieJar.ts';
import type { EventHandlers, HandlerUrls } from './eventHandlers.ts';
import { fetchWithRetries, type RetryPolicy } from './fetchWithRetries.ts';
import { readLimited } from './readLimited.ts';

export type UpstreamDeps = {
  readonly handlers: EventHandlers;
  readonly protection: AbuseProtection;
  readonly retry: RetryPolicy;
  readonly accessKey: string;
  readonly origin: () => string;
  readonly now: () => number;
  readonly logger: Logger;
};

export type Delivery = Pick<CloudEvent, 'id' | 'type' | 'name' | 'contentType' | 'metadata'> &
  UpstreamIdentity & { readonly body: Buffer };

/** A refusal carries the status for a client that waits to be let in. */
export type DeliveryAnswer =
  | { readonly headers: Headers; readonly body: Buffer }
  | { readonly failed: number };

export type Deliver = (urls: HandlerUrls, delivery: Delivery) => Promise<DeliveryAnswer>;

/** Posts the events of one connection, with the state and cookies that earlier answers left. */
export function createDelivery(
  { protection, retry, accessKey, origin, now }: UpstreamDeps,
  { hub, connectionId }: { hub: string; connectionId: string },
): Deliver {
  const signature = sign(accessKey, connectionId);
  const cookies = createCookieJar(now);
  let connectionState: string | undefined;
  return async (urls, { body, ...delivery }) => {
    if (!(await protection.isAllowed(urls.validation))) return { failed: 500 };
    const event = { ...delivery, time: new Date(now()), hub, connectionId, connectionState };
    const headers = toCloudEventHeaders(event, origin(), signature);
    headers.set('x-ms-client-request-id', randomUUID());
    cookies.addTo(headers, urls.event);
    const response = await fetchWithRetries(retry, urls.event, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    });
    cookies.keep(response.headers, urls.event);
    const answer = await readLimited(response, limits.maxUpstreamReplyBytes);
    if (!response.ok) return { failed: response.status };
    if (answer === undefined) return { failed: 500 };
    connectionState = response.headers.get('ce-connectionstate') ?? connectionState;
    return { headers: response.headers, body: answer };
  };
}
