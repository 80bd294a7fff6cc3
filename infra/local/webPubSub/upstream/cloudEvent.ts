import { createHmac } from 'node:crypto';
import type { Metadata } from '../protocol/metadata.ts';

export type CloudEvent = {
  /** `azure.webpubsub.sys.connect`, `azure.webpubsub.user.chat`, ... */
  readonly type: string;
  readonly name: string;
  readonly id: number;
  readonly time: Date;
  readonly hub: string;
  readonly connectionId: string;
  readonly userId: string | undefined;
  readonly subprotocol: string | undefined;
  readonly connectionState: string | undefined;
  readonly contentType: string;
  readonly metadata: Metadata | undefined;
};

/** A CloudEvent in HTTP's binary mode: all but the data is headers. */
export function toCloudEventHeaders(event: CloudEvent, origin: string, signature: string): Headers {
  const headers = new Headers({
    'content-type': event.contentType,
    'webhook-request-origin': origin,
    'ce-specversion': '1.0',
    // Undocumented, but the SDK's middleware ignores requests without it.
    'ce-awpsversion': '1.0',
    'ce-type': event.type,
    'ce-source': `/hubs/${event.hub}/client/${event.connectionId}`,
    'ce-id': String(event.id),
    'ce-time': `${event.time.toISOString().slice(0, 19)}Z`,
    'ce-signature': signature,
    'ce-connectionid': event.connectionId,
    'ce-hub': event.hub,
    'ce-eventname': toHeaderText(event.name),
  });
  if (event.userId !== undefined) headers.set('ce-userid', toHeaderText(event.userId));
  if (event.subprotocol !== undefined) headers.set('ce-subprotocol', event.subprotocol);
  if (event.connectionState !== undefined) headers.set('ce-connectionstate', event.connectionState);
  for (const [key, value] of Object.entries(event.metadata ?? {})) {
    headers.set(`x-webpubsub-metadata-${key.toLowerCase()}`, value);
  }
  return headers;
}

/** Says that the event comes from the service that holds the key. It covers the connection's id only. */
export function sign(accessKey: string, connectionId: string): string {
  return `sha256=${createHmac('sha256', accessKey).update(connectionId).digest('hex')}`;
}

/** UTF-8 bytes, one character each: what a header can carry. */
const toHeaderText = (text: string): string => Buffer.from(text).toString('latin1');
