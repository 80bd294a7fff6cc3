import { z } from 'zod';
import { SallyportError } from '../shared/contracts/errors.ts';
import { pinnedHostKey, sshEnd } from '../shared/contracts/relayApi.ts';
import { hostKey } from '../shared/contracts/sshFrames.ts';
import { sameResource } from '../shared/fleet/resourceId.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { endSession } from '../shared/sessions/endSession.ts';
import { forgetHostKey, pinHostKey } from '../shared/sessions/hostKeys.ts';
import { isLive, type Session } from '../shared/sessions/session.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveArm, serveRelay } from './http/route.ts';

const sessionRoute = 'relays/{relayId}/sessions/{sessionId}';

serveRelay('getHostKey', {
  methods: ['GET'],
  route: `${sessionRoute}/hostKey`,
  contract: { summary: "The key that a session's target has to prove", answer: pinnedHostKey },
  handle: async (call) => {
    const { portId } = await sshSessionOf(call);
    const pinned = await call.deps.hostKeys.get(portId);
    return { jsonBody: pinnedHostKey.parse({ hostKey: pinned ?? null }) };
  },
});

serveRelay('pinHostKey', {
  methods: ['PUT'],
  route: `${sessionRoute}/hostKey`,
  contract: { summary: 'Somebody vouched for a key on first use', body: hostKey, answer: pinnedHostKey },
  handle: async (call) => {
    const key = await readBody(call.request, hostKey);
    const session = await sshSessionOf(call);
    return { jsonBody: { hostKey: await pinHostKey(call.deps, session, key) } };
  },
});

serveRelay('endSshSession', {
  methods: ['POST'],
  route: `${sessionRoute}/end`,
  contract: { summary: "An SSH session is over at the relay's side", body: sshEnd },
  handle: async (call) => {
    const end = await readBody(call.request, sshEnd);
    const { sessionId } = await sshSessionOf(call);
    await endSession(call.deps, sessionId, end);
    return { status: 204 };
  },
});

/** A relay speaks for the live SSH sessions that it serves, and for nothing else. */
async function sshSessionOf({ deps, params, relayId }: Call & { relayId: string }): Promise<Session> {
  const session = (await deps.sessions.get(params.sessionId ?? ''))?.value;
  const isIts = session?.relayId === relayId && session.protocol === 'SSH' && isLive(session);
  if (isIts) return session;
  throw new SallyportError('SessionNotFound', 'This relay serves no SSH session of this id.', {
    target: 'sessionId',
  });
}

const forgetRequest = z.object({ targetResourceId: z.string().max(2_048) });

serveArm('forgetHostKey', {
  methods: ['POST'],
  route: `${bastionRoute}/forgetHostKey`,
  contract: {
    summary: "Forget the pinned key of a machine's SSH server; 204 when none was",
    body: forgetRequest,
    answer: hostKey,
  },
  rights: (params) => [{ action: 'Microsoft.Network/bastionHosts/write', scope: bastionScope(params) }],
  handle: async (call) => {
    const { caller, deps, request } = call;
    const { targetResourceId } = await readBody(request, forgetRequest);
    const bastion = await requireBastion(deps.fleet, bastionScope(call.params));
    const target = await deps.fleet.target(targetResourceId);
    // One answer for what is elsewhere and what is not: this right says nothing about other bastions' machines.
    if (target === undefined || !sameResource(target.bastionId, bastion.resourceId)) throw notHere();
    const order = { target, caller, sourceIpAddress: deps.sourceAddress(request.headers) };
    const forgotten = await forgetHostKey(deps, order);
    return forgotten === undefined ? { status: 204 } : { jsonBody: hostKey.parse(forgotten) };
  },
});

function notHere(): SallyportError {
  return new SallyportError('InvalidRequest', 'This machine is not behind this bastion.', {
    target: 'targetResourceId',
  });
}
