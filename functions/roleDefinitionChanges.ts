import type { AccessCheck } from '../shared/access/authorize.ts';
import type { RoleDefinition } from '../shared/access/ports.ts';
import { toRoleDefinitionResource } from '../shared/access/toAuthorizationResource.ts';
import { putRoleDefinitionRequest, roleDefinitionResource } from '../shared/contracts/roleAssignment.ts';
import { putDefinition, removeDefinition } from '../shared/roles/changeDefinitions.ts';
import { endRevoked } from '../shared/roles/endRevoked.ts';
import type { Answer } from './http/endpoint.ts';
import { readBody } from './http/parse.ts';
import { requireGuid } from './http/requireGuid.ts';
import { whoOrders, writing } from './http/roleChange.ts';
import { auditRefusal, type Call, refuseAudited, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const type = 'Microsoft.Authorization/roleDefinitions';

for (const shape of scopeShapes) {
  const route = `${shape.route}/roleDefinitions/{roleDefinitionName:guid}`;
  const right = (action: string) => (params: Call['params']) => [
    { action: `${type}/${action}`, scope: shape.scope(params) },
  ];

  serveArm(`putRoleDefinition${shape.suffix}`, {
    methods: ['PUT'],
    route,
    contract: {
      summary: 'Define a custom role',
      body: putRoleDefinitionRequest,
      answer: roleDefinitionResource,
    },
    rights: right('write'),
    handle: (call) => put(call, shape.scope(call.params)),
  });

  serveArm(`deleteRoleDefinition${shape.suffix}`, {
    methods: ['DELETE'],
    route,
    contract: {
      summary: 'Delete a custom role that nobody has; 204 when there was no such role',
      answer: roleDefinitionResource,
    },
    rights: right('delete'),
    handle: (call) => remove(call, shape.scope(call.params)),
  });
}

/** Whoever defines a role needs the right at every scope that it may be assigned at. */
async function put(call: Call, scope: string): Promise<Answer> {
  const { properties } = await readBody(call.request, putRoleDefinitionRequest);
  const name = requireGuid('roleDefinitionName', nameOf(call));
  const present = await call.deps.access.roleDefinitionsOf([name]);
  await requireRights(call, 'write', [...present, properties]);
  const definition: RoleDefinition = { ...properties, name, type: 'CustomRole' };
  const order = { definition, scope, ...whoOrders(call) };
  const isNew = await auditRefusal(call, scope, () => putDefinition(writing(call), order));
  const scopes = [...present, definition].flatMap(({ assignableScopes }) => assignableScopes);
  if (!isNew) await endRevoked(writing(call), { scopes, principalId: undefined });
  // The Azure SDK takes nothing but a 201, also for a role that was there.
  return { status: 201, jsonBody: toRoleDefinitionResource(definition, scope) };
}

async function remove(call: Call, scope: string): Promise<Answer> {
  const name = nameOf(call);
  await requireRights(call, 'delete', await call.deps.access.roleDefinitionsOf([name]));
  const order = { name, scope, ...whoOrders(call) };
  const removed = await auditRefusal(call, scope, () => removeDefinition(writing(call), order));
  return removed === undefined ? { status: 204 } : { jsonBody: toRoleDefinitionResource(removed, scope) };
}

/** Built-in roles can be assigned anywhere and are refused for what they are. */
async function requireRights(
  { deps: wired, request, caller }: Call,
  action: string,
  roles: readonly Pick<RoleDefinition, 'assignableScopes'>[],
): Promise<void> {
  const scopes = roles.flatMap(({ assignableScopes }) => assignableScopes).filter((scope) => scope !== '/');
  const checks: readonly AccessCheck[] = scopes.map((scope) => ({ action: `${type}/${action}`, scope }));
  await refuseAudited(wired, request, caller, checks);
}

const nameOf = ({ params }: Call): string => (params.roleDefinitionName ?? '').toLowerCase();
