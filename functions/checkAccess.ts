import { authorize, explainAccess } from '../shared/access/authorize.ts';
import {
  type CheckAccessResponse,
  checkAccessRequest,
  checkAccessResponse,
} from '../shared/contracts/api.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

for (const shape of scopeShapes) {
  serveArm(`checkAccess${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/checkAccess`,
    contract: {
      summary: 'May I do these actions here, and what decides it?',
      body: checkAccessRequest,
      answer: checkAccessResponse,
    },
    handle: (call) => check(call, shape.scope(call.params)),
  });
}

async function check(call: Call, scope: string) {
  const { actions, principalId } = await readBody(call.request, checkAccessRequest);
  const other = principalId !== undefined && principalId.toLowerCase() !== call.caller.principalId;
  if (other) {
    await authorize(call.deps, call.caller, {
      action: 'Microsoft.Authorization/roleAssignments/read',
      scope,
    });
  }
  const principal = other ? { principalId, groups: [] } : call.caller;
  const decisions = await explainAccess(call.deps, principal, { actions, scope });
  const answer: CheckAccessResponse = {
    value: decisions.map((decision) => ({
      action: decision.action,
      allowed: decision.allowed,
      ...(decision.decidedBy === undefined ? {} : { decidedBy: decision.decidedBy }),
      reason: decision.reason,
    })),
  };
  return { jsonBody: answer };
}
