import { authorize, explainAccess } from '../shared/access/authorize.ts';
import { type CheckAccessResponse, checkAccessRequest } from '../shared/contracts/api.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';

/** Segments in front of `/providers/Microsoft.Authorization`: an ASP.NET catch-all may only come last. */
const scopes = [
  ['checkAccessOnSubscription', ['subscriptions', '{subscriptionId}']],
  ['checkAccessOnGroup', ['subscriptions', '{subscriptionId}', 'resourceGroups', '{resourceGroup}']],
  [
    'checkAccessOnResource',
    [
      'subscriptions',
      '{subscriptionId}',
      'resourceGroups',
      '{resourceGroup}',
      'providers',
      '{namespace}',
      '{type}',
      '{name}',
    ],
  ],
  [
    'checkAccessOnChild',
    [
      'subscriptions',
      '{subscriptionId}',
      'resourceGroups',
      '{resourceGroup}',
      'providers',
      '{namespace}',
      '{type}',
      '{name}',
      '{childType}',
      '{childName}',
    ],
  ],
] as const;

for (const [name, segments] of scopes) {
  serveArm(name, {
    methods: ['POST'],
    route: `${segments.join('/')}/providers/Microsoft.Authorization/checkAccess`,
    handle: (call) => check(call, scopeOf(segments, call)),
  });
}

function scopeOf(segments: readonly string[], call: Call): string {
  const filled = segments.map((part) =>
    part.startsWith('{') ? (call.params[part.slice(1, -1)] ?? '') : part,
  );
  return `/${filled.join('/')}`;
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
