import { z } from 'zod';
import { SallyportError } from '../shared/contracts/errors.ts';
import { bastionKey } from '../shared/fleet/keys.ts';
import type { Session } from '../shared/sessions/session.ts';
import { bastionKeyOf } from '../shared/sessions/sessionId.ts';
import { staySession } from '../shared/sessions/staySession.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { type Call, serveArm } from './http/route.ts';

const stayAnswer = z.object({ sessionId: z.string(), lastActivityTime: z.string() });

/** What a viewer says with the event `stay`, for whoever has no viewer at hand. A session is its person's own. */
serveArm('staySession', {
  methods: ['POST'],
  route: `${bastionRoute}/sessions/{sessionId}/stay`,
  contract: { summary: 'Stay connected: counts as activity in your own session', answer: stayAnswer },
  handle: async (call) => {
    const { deps, params } = call;
    const sessionId = params.sessionId ?? '';
    const isHere = bastionKeyOf(sessionId) === bastionKey(deps.hash, bastionScope(params));
    const isOwn = ({ principalId }: Session): boolean => isHere && principalId === call.caller.principalId;
    try {
      const session = await staySession(deps, sessionId, isOwn);
      const lastActivityTime = new Date(session.lastActivityTime).toISOString();
      return { jsonBody: { sessionId, lastActivityTime } satisfies z.infer<typeof stayAnswer> };
    } catch (thrown) {
      const { status, message } = SallyportError.from(thrown);
      if (status < 500) await auditRefusal(call, message);
      throw thrown;
    }
  },
});

async function auditRefusal({ deps, caller, params, request }: Call, reason: string): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'refused',
    outcome: 'Failure',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress: deps.sourceAddress(request.headers),
    scope: bastionScope(params),
    reason,
  });
}
