import type { ConnectRequest, UpstreamIdentity, UpstreamSession, UserEvent } from '../hub/upstreamSession.ts';
import { payloadBytes, toContentType } from '../protocol/payload.ts';
import { readConnectAnswer } from './connectAnswer.ts';
import { createDelivery, type Delivery, type DeliveryAnswer, type UpstreamDeps } from './createDelivery.ts';
import type { HandlerUrls, SystemEvent } from './eventHandlers.ts';
import { readUserEventAnswer } from './userEventAnswer.ts';

type Outgoing = Omit<Delivery, 'id' | keyof UpstreamIdentity>;

export function openUpstreamSession(
  deps: UpstreamDeps,
  about: { readonly hub: string; readonly connectionId: string },
): UpstreamSession {
  const { handlers, retry, logger } = deps;
  const deliver = createDelivery(deps, about);
  let identity: UpstreamIdentity = { userId: undefined, subprotocol: undefined };
  let nextId = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, so that the application hears things in the order in which they happened. */
  const enqueue = (urls: HandlerUrls | undefined, event: Outgoing): Promise<DeliveryAnswer | undefined> => {
    if (urls === undefined) return Promise.resolve(undefined);
    const delivery = { ...event, ...identity, id: nextId++ };
    const answer = last.then(() => deliver(urls, delivery)).catch((): DeliveryAnswer => ({ failed: 500 }));
    last = answer;
    return answer;
  };
  const notify = async (event: SystemEvent, body: object): Promise<void> => {
    const answer = await enqueue(handlers.forSystemEvent(about.hub, event), toSystemEvent(event, body));
    if (answer === undefined || 'headers' in answer || retry.signal.aborted) return;
    logger('warn', 'an event was not taken', { ...about, event, status: answer.failed });
  };
  return {
    async connect(request) {
      identity = { userId: request.userId, subprotocol: undefined };
      const urls = handlers.forSystemEvent(about.hub, 'connect');
      const answer = await enqueue(urls, toSystemEvent('connect', toConnectBody(request)));
      // The connect event is number 0 whether or not anybody wants to hear it.
      nextId = 1;
      if (answer === undefined) return {};
      return 'failed' in answer
        ? { refused: toRefusal(answer.failed) }
        : readConnectAnswer(answer.body.toString());
    },
    connected(accepted) {
      identity = accepted;
      void notify('connected', {});
    },
    async userEvent(event) {
      const answer = await enqueue(handlers.forUserEvent(about.hub, event.event), toUserEvent(event));
      if (answer === undefined) return { failed: `No event handler takes the event '${event.event}'.` };
      if ('failed' in answer) return { failed: 'The event handler failed.' };
      return readUserEventAnswer(answer.headers, answer.body);
    },
    disconnected: (reason) => void notify('disconnected', { reason }),
  };
}

/** A handler that answers with a redirect or nonsense has not let anybody in. */
const toRefusal = (status: number): number => (status >= 400 && status <= 599 ? status : 500);

function toSystemEvent(event: SystemEvent, body: object): Outgoing {
  return {
    type: `azure.webpubsub.sys.${event}`,
    name: event,
    contentType: 'application/json; charset=utf-8',
    metadata: undefined,
    body: Buffer.from(JSON.stringify(body)),
  };
}

function toUserEvent({ event, payload, metadata }: UserEvent): Outgoing {
  return {
    type: `azure.webpubsub.user.${event}`,
    name: event,
    contentType: toContentType(payload.dataType),
    metadata,
    body: payloadBytes(payload),
  };
}

const toConnectBody = ({ claims, query, headers, subprotocols }: ConnectRequest): object => ({
  claims,
  query,
  headers,
  subprotocols,
  clientCertificates: [],
});
