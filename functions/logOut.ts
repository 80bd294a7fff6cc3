import { SallyportError } from '../shared/contracts/errors.ts';
import { logOutReport } from '../shared/contracts/logOut.ts';
import { auditedSession } from '../shared/sessions/auditedSession.ts';
import type { Session } from '../shared/sessions/session.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveRelay } from './http/route.ts';

serveRelay('reportLogOut', {
  methods: ['POST'],
  route: 'relays/{relayId}/sessions/{sessionId}/logOut',
  contract: { summary: "How a guest's shell was left after its operator", body: logOutReport },
  handle: async (call) => {
    const { outcome } = await readBody(call.request, logOutReport);
    const session = await serialSessionOf(call);
    await call.deps.audit.write({
      time: call.deps.now(),
      event: 'logOut',
      outcome: outcome === 'NotSeen' ? 'Failure' : 'Success',
      ...auditedSession(session),
      sessionId: session.sessionId,
      reason: outcome,
    });
    return { status: 204 };
  },
});

/** Mostly it is over by now. */
async function serialSessionOf({ deps, params, relayId }: Call & { relayId: string }): Promise<Session> {
  const { sessionId = '' } = params;
  const session = (await deps.sessions.get(sessionId))?.value ?? (await deps.sessions.getEnded(sessionId));
  if (session?.relayId === relayId && session.protocol === 'Serial') return session;
  throw new SallyportError('SessionNotFound', 'This relay served no serial session of this id.', {
    target: 'sessionId',
  });
}
