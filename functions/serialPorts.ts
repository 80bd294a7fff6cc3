import { type ConnectRequest, connectRequest, connectResponse } from '../shared/contracts/api.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { placeOf } from '../shared/locks/accessLock.ts';
import { requireUnlocked } from '../shared/locks/requireUnlocked.ts';
import { machineRoleText } from '../shared/prerequisites/accessRules.ts';
import { connectAction, consoleRights } from '../shared/prerequisites/consoleRights.ts';
import { requireConsole } from '../shared/prerequisites/requireConsole.ts';
import { type Opened, openSession } from '../shared/sessions/openSession.ts';
import { type ReopenInput, reopenSession } from '../shared/sessions/reopenSession.ts';
import { serialPortParents } from './http/armPaths.ts';
import { languageOf } from './http/languageOf.ts';
import { readBody } from './http/parse.ts';
import { auditRefusal, type Call, serveArm } from './http/route.ts';
import { toConnectAnswer } from './http/toConnectAnswer.ts';

for (const shape of serialPortParents) {
  serveArm(`connectSerialPort${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/providers/Microsoft.SerialConsole/serialPorts/{port:regex(^0$)}/connect`,
    contract: { summary: 'Open the serial console', body: connectRequest, answer: connectResponse },
    rights: (params) => [{ action: connectAction, scope: shape.scope(params) }],
    refusal: machineRoleText,
    rate: 'connect',
    handle: async (call) => {
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      const { caller, deps } = call;
      const body = await readBody(call.request, connectRequest);
      const isReturning = body.sessionId !== undefined;
      await auditRefusal(call, target.resourceId, async () => {
        await requireUnlocked(deps, { caller, place: placeOf(target) });
        await requireConsole(deps, { caller, target, isReturning });
      });
      const opened = await open(call, target, body);
      return { jsonBody: await toConnectAnswer(call, opened) };
    },
  });
}

async function open(call: Call, target: Target, body: ConnectRequest): Promise<Opened> {
  const { caller, deps, request } = call;
  const resumeOffset = body.resumeOffset ?? null;
  if (body.sessionId !== undefined) {
    const { sessionId } = body;
    const back: ReopenInput = {
      caller,
      sessionId,
      targetResourceId: target.resourceId,
      protocol: 'Serial',
      mode: body.mode,
      takeOver: body.takeOver,
      resumeOffset,
    };
    return await auditRefusal(call, target.resourceId, () => reopenSession(deps, back));
  }
  return await openSession(deps, {
    caller,
    target,
    protocol: 'Serial',
    mode: body.mode ?? 'operator',
    takeOver: body.takeOver,
    record: body.record,
    resumeOffset,
    sourceIpAddress: deps.sourceAddress(request.headers),
    language: body.language ?? languageOf(request),
    rights: consoleRights(target),
  });
}
