import { z } from 'zod';
import type { RoleDefinition } from '../shared/access/ports.ts';
import { readManagementGroups } from '../shared/access/readManagementGroups.ts';
import { coversScope } from '../shared/access/scope.ts';
import { toRoleDefinitionResource } from '../shared/access/toAuthorizationResource.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const action = 'Microsoft.Authorization/roleDefinitions/read';
const listQuery = z.object({ $filter: z.string().max(1000).default('') });

for (const shape of scopeShapes) {
  const rights = (params: Call['params']) => [{ action, scope: shape.scope(params) }];
  serveArm(`listRoleDefinitions${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/roleDefinitions`,
    contract: { summary: 'The roles that may be assigned here', query: listQuery },
    rights,
    handle: async (call) => {
      const scope = shape.scope(call.params);
      const all = await call.deps.access.roleDefinitions();
      const isAssignable = await assignableAt(call, scope, all);
      const passes = parseFilter(readQuery(call.request, listQuery).$filter, { scope, isAssignable });
      const found = all.filter(passes);
      return { jsonBody: { value: found.map((one) => toRoleDefinitionResource(one, scope)) } };
    },
  });

  serveArm(`getRoleDefinition${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/roleDefinitions/{roleDefinitionName:guid}`,
    contract: { summary: 'One role' },
    rights,
    handle: async (call) => {
      const name = call.params.roleDefinitionName ?? '';
      const scope = shape.scope(call.params);
      const all = await call.deps.access.roleDefinitionsOf([name]);
      const found = all.find(await assignableAt(call, scope, all));
      if (found === undefined) throw notFound(name);
      return { jsonBody: toRoleDefinitionResource(found, scope) };
    },
  });
}

type IsRole = (definition: RoleDefinition) => boolean;

/** Custom roles may be assigned at and below their own scopes, management groups among them. */
async function assignableAt({ deps }: Call, scope: string, all: readonly RoleDefinition[]): Promise<IsRole> {
  const made = all.flatMap(({ assignableScopes }) => assignableScopes);
  const above = await readManagementGroups(deps.access, [scope], made);
  return ({ assignableScopes }) => assignableScopes.some((upper) => coversScope(upper, scope, above));
}

/** `type eq 'CustomRole'`, `roleName eq '…'` or `atScopeAndBelow()`, one at a time as ARM has them. */
function parseFilter(
  text: string,
  { scope, isAssignable }: { readonly scope: string; readonly isAssignable: IsRole },
): IsRole {
  if (text.trim() === '') return isAssignable;
  if (/^\s*atScopeAndBelow\(\)\s*$/i.test(text)) {
    return (definition) =>
      isAssignable(definition) || definition.assignableScopes.some((lower) => coversScope(scope, lower));
  }
  const [, member, value] = /^\s*(type|roleName)\s+eq\s+'([^']*)'\s*$/i.exec(text) ?? [];
  if (member === undefined || value === undefined) throw unknownFilter();
  const key = member.toLowerCase() === 'type' ? 'type' : 'roleName';
  return (definition) => isAssignable(definition) && definition[key].toLowerCase() === value.toLowerCase();
}

function unknownFilter(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    "Roles are filtered by type eq '{type}', roleName eq '{name}' or atScopeAndBelow().",
    { target: '$filter' },
  );
}

function notFound(name: string): SallyportError {
  return new SallyportError('ResourceNotFound', `The role definition '${name}' was not found here.`, {
    target: 'roleDefinitionName',
  });
}
