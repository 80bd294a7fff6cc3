import type { HttpRequest, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { SallyportError } from '../shared/contracts/errors.ts';
import { viewerFrame } from '../shared/contracts/frames.ts';
import { consoleHub } from '../shared/contracts/groups.ts';
import { portalHub } from '../shared/contracts/liveList.ts';
import { admitRelay } from '../shared/relays/relayConnection.ts';
import {
  activateSession,
  admitConnection,
  closedByUser,
  connectionGone,
} from '../shared/sessions/connectionEvents.ts';
import { resumeSession } from '../shared/sessions/resumeSession.ts';
import { staySession } from '../shared/sessions/staySession.ts';
import { type Deps, deps } from './deps.ts';
import type { Answer } from './http/endpoint.ts';
import { readBody } from './http/parse.ts';
import { serve } from './http/route.ts';
import { isOwnOrigin, isSigned } from './http/webPubSubSignature.ts';
import { onPortalEvent } from './portalEvents.ts';

/**
 * Web PubSub's CloudEvents. The signature covers the connection id only, so the body is the client's word
 * and every event is checked against the session's own row. Relays are known by their user id, which only
 * this app signs into tokens.
 */
serve('webPubSubEvents', {
  methods: ['OPTIONS', 'POST'],
  route: 'webpubsub/{hub}',
  access: 'signature',
  contract: { summary: 'CloudEvents of Web PubSub' },
  handle: async (request, context) => {
    const wired = deps();
    if (request.method === 'OPTIONS') return validate(wired, request);
    if (!isSigned(wired.config.webPubSub, request.headers)) {
      throw new SallyportError(
        'AuthenticationFailed',
        'The event is not signed by the configured Web PubSub.',
      );
    }
    switch (hubOf(request)) {
      case consoleHub:
        return await dispatch(wired, request, context);
      case portalHub:
        return await dispatchPortal(wired, request);
      default:
        return { status: 204 };
    }
  },
});

const hubOf = (request: HttpRequest): string => request.params.hub?.toLowerCase() ?? '';
const isOwnHub = (request: HttpRequest): boolean => [consoleHub, portalHub].includes(hubOf(request));

/** Abuse protection: only our own service may send events, and only to a hub that we have. */
function validate(wired: Deps, request: HttpRequest): Answer {
  const origin = request.headers.get('webhook-request-origin') ?? '';
  if (!isOwnHub(request) || !isOwnOrigin(wired.config.webPubSub, origin)) return { status: 400 };
  return { status: 200, headers: { 'webhook-allowed-origin': origin } };
}

const relayUser = /^relay-[a-z0-9-]{1,40}(\.\d+)?$/;

async function dispatch(wired: Deps, request: HttpRequest, context: InvocationContext): Promise<Answer> {
  const connectionId = request.headers.get('ce-connectionid') ?? '';
  const userId = request.headers.get('ce-userid') ?? '';
  const type = request.headers.get('ce-type') ?? '';
  if (relayUser.test(userId)) {
    return type === 'azure.webpubsub.sys.connect' ? await connectRelay(wired, userId) : { status: 204 };
  }
  const event = { sessionId: userId, connectionId };
  switch (type) {
    case 'azure.webpubsub.sys.connect':
      return await connect(wired, request, { userId, connectionId });
    case 'azure.webpubsub.sys.connected':
      await activateSession(wired, event);
      return { status: 204 };
    case 'azure.webpubsub.sys.disconnected':
      await connectionGone(wired, event);
      return { status: 204 };
    case 'azure.webpubsub.user.close':
      await closedByUser(wired, event);
      return { status: 204 };
    case 'azure.webpubsub.user.stay':
      await stay(wired, event);
      return { status: 204 };
    case 'azure.webpubsub.user.resume':
      await resumeSession(wired, { ...event, offset: (await readBody(request, viewerFrame)).offset });
      return { status: 204 };
    default:
      context.warn(`Unknown event type ${JSON.stringify(type.slice(0, 100))} was ignored.`);
      return { status: 204 };
  }
}

/** An event of a connection that is not the session's own changes nothing; nor does one that comes too late. */
async function stay(wired: Deps, { sessionId, connectionId }: { sessionId: string; connectionId: string }) {
  try {
    await staySession(wired, sessionId, (session) => session.connectionId === connectionId);
  } catch (thrown) {
    if (SallyportError.from(thrown).status !== 404 && SallyportError.from(thrown).status !== 409)
      throw thrown;
  }
}

async function dispatchPortal(wired: Deps, request: HttpRequest): Promise<Answer> {
  const userId = request.headers.get('ce-userid') ?? '';
  const type = request.headers.get('ce-type') ?? '';
  if (type === 'azure.webpubsub.sys.connect') await requireOwnPage(wired, request);
  return await onPortalEvent(wired, { type, userId });
}

const connectEvent = z.object({ headers: z.record(z.string(), z.array(z.string())).optional() });

/** A browser names its page in Origin; a page that is not ours gets nothing even with a good URL. */
async function requireOwnPage(wired: Deps, request: HttpRequest): Promise<void> {
  const { headers = {} } = await readBody(request, connectEvent);
  const origins = Object.entries(headers).flatMap(([name, values]) =>
    name.toLowerCase() === 'origin' ? values : [],
  );
  if (origins.some((origin) => !wired.config.origins.includes(origin))) {
    throw new SallyportError('AuthorizationFailed', 'This page may not open consoles.');
  }
}

async function connectRelay(wired: Deps, userId: string): Promise<Answer> {
  const relay = await admitRelay(wired, userId);
  if (relay === undefined) {
    throw new SallyportError('AuthenticationFailed', 'This URL was made for a relay whose lease is over.');
  }
  return { jsonBody: { userId: relay } };
}

async function connect(
  wired: Deps,
  request: HttpRequest,
  input: { readonly userId: string; readonly connectionId: string },
): Promise<Answer> {
  await requireOwnPage(wired, request);
  const session = await admitConnection(wired, input);
  if (session === undefined) {
    throw new SallyportError(
      'AuthenticationFailed',
      'This console URL was used before or its session is over.',
    );
  }
  return { jsonBody: { userId: session.sessionId } };
}
