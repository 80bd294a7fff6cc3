import { z } from 'zod';
import { parseAssignmentFilter, selectAssignments } from '../shared/access/assignmentFilter.ts';
import { readManagementGroups } from '../shared/access/readManagementGroups.ts';
import { toRoleAssignmentResource } from '../shared/access/toAuthorizationResource.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { sameResource } from '../shared/fleet/resourceId.ts';
import { groupsOfPrincipal } from './http/groupsOfPrincipal.ts';
import { requirePace } from './http/pace.ts';
import { readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const action = 'Microsoft.Authorization/roleAssignments/read';
const listQuery = z.object({ $filter: z.string().max(1000).default('') });

for (const shape of scopeShapes) {
  const rights = (params: Call['params']) => [{ action, scope: shape.scope(params) }];
  serveArm(`listRoleAssignments${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/roleAssignments`,
    contract: { summary: 'Who holds which role here', query: listQuery },
    rights,
    handle: async (call) => {
      const filter = parseAssignmentFilter(readQuery(call.request, listQuery).$filter);
      const all = await call.deps.access.roleAssignments();
      const scope = shape.scope(call.params);
      const made = all.map((one) => one.scope);
      const [groups, managementGroups] = await Promise.all([
        groupsOf(call, scope, filter.assignedTo),
        readManagementGroups(call.deps.access, [scope], made),
      ]);
      const found = selectAssignments(all, { scope, filter, groups, managementGroups });
      return { jsonBody: { value: found.map(toRoleAssignmentResource) } };
    },
  });

  serveArm(`getRoleAssignment${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/roleAssignments/{roleAssignmentName:guid}`,
    contract: { summary: 'One role assignment' },
    rights,
    handle: async ({ deps, params }) => {
      const name = params.roleAssignmentName ?? '';
      const all = await deps.access.roleAssignments();
      const found = all.find(
        (one) => sameResource(one.name, name) && sameResource(one.scope, shape.scope(params)),
      );
      if (found === undefined) throw notFound(name);
      return { jsonBody: toRoleAssignmentResource(found) };
    },
  });
}

/** A token names the groups of its owner; those of others the directory knows. */
async function groupsOf(
  call: Call,
  scope: string,
  principalId: string | undefined,
): Promise<readonly string[]> {
  const { caller, deps } = call;
  if (principalId === undefined) return [];
  if (sameResource(principalId, caller.principalId)) return caller.groups;
  await requirePace(call, 'lookup', scope);
  return await groupsOfPrincipal(deps, principalId);
}

function notFound(name: string): SallyportError {
  return new SallyportError('ResourceNotFound', `The role assignment '${name}' was not found here.`, {
    target: 'roleAssignmentName',
  });
}
