import { explainAccess, type Principal } from '../shared/access/authorize.ts';
import type { RoleDefinition } from '../shared/access/ports.ts';
import { readManagementGroups } from '../shared/access/readManagementGroups.ts';
import { smallestRole } from '../shared/access/smallestRole.ts';
import { toCheckAccessResponse } from '../shared/access/toCheckAccessResponse.ts';
import { checkAccessRequest, checkAccessResponse } from '../shared/contracts/access.ts';
import { groupsOfPrincipal } from './http/groupsOfPrincipal.ts';
import { requirePace } from './http/pace.ts';
import { readBody } from './http/parse.ts';
import { type Call, refuseAudited, serveArm } from './http/route.ts';
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
  const { deps } = call;
  const { actions, dataActions, principalId, refresh } = await readBody(call.request, checkAccessRequest);
  if (refresh) deps.access.refresh?.();
  const principal = await principalOf(call, scope, principalId);
  const decisions = await explainAccess(deps, principal, { actions, dataActions, scope });
  const isComplete = decisions.every(({ allowed }) => allowed);
  const candidates = isComplete ? [] : await candidatesFor(call, scope);
  const made = candidates.flatMap(({ assignableScopes }) => assignableScopes);
  const managementGroups = await readManagementGroups(deps.access, [scope], made);
  return {
    jsonBody: toCheckAccessResponse({
      principalId: principal.principalId,
      scope,
      decisions,
      suggest: (refused) => smallestRole(candidates, refused, managementGroups),
    }),
  };
}

/** Everybody may ask about themselves; about others whoever may read role assignments there. */
async function principalOf(call: Call, scope: string, principalId: string | undefined): Promise<Principal> {
  const { deps, request, caller } = call;
  if (principalId === undefined || principalId.toLowerCase() === caller.principalId) return caller;
  const action = 'Microsoft.Authorization/roleAssignments/read';
  await refuseAudited(deps, request, caller, [{ action, scope }]);
  await requirePace(call, 'lookup', scope);
  return { principalId, groups: await groupsOfPrincipal(deps, principalId) };
}

/** Azure's own roles are public. Others are proposed to those who may read them: their names tell of what exists. */
async function candidatesFor({ deps, caller }: Call, scope: string): Promise<readonly RoleDefinition[]> {
  const actions = ['Microsoft.Authorization/roleDefinitions/read'];
  const [definitions, [reading]] = await Promise.all([
    deps.access.roleDefinitions(),
    explainAccess(deps, caller, { actions, scope }),
  ]);
  return definitions.filter(({ type }) => type === 'BuiltInRole' || reading?.allowed === true);
}
