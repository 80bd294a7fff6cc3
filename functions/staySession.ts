import { z } from 'zod';
import { bastionKey } from '../shared/fleet/keys.ts';
import type { Session } from '../shared/sessions/session.ts';
import { bastionKeyOf } from '../shared/sessions/sessionId.ts';
import { staySession } from '../shared/sessions/staySession.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { auditRefusal, serveArm } from './http/route.ts';

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
    const session = await auditRefusal(call, bastionScope(params), () => staySession(deps, sessionId, isOwn));
    const lastActivityTime = new Date(session.lastActivityTime).toISOString();
    return { jsonBody: { sessionId, lastActivityTime } satisfies z.infer<typeof stayAnswer> };
  },
});
