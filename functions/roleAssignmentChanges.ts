import type { Attributes } from '../shared/access/attributes.ts';
import type { RoleAssignment } from '../shared/access/ports.ts';
import { roleDefinitionName } from '../shared/access/roleDefinitionName.ts';
import { toRoleAssignmentResource } from '../shared/access/toAuthorizationResource.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { putRoleAssignmentRequest, roleAssignmentResource } from '../shared/contracts/roleAssignment.ts';
import {
  type AssignmentPlace,
  findAssignment,
  putAssignment,
  removeAssignment,
} from '../shared/roles/changeAssignments.ts';
import { endRevoked, revokedOf } from '../shared/roles/endRevoked.ts';
import type { Answer } from './http/endpoint.ts';
import { readBody } from './http/parse.ts';
import { requireGuid } from './http/requireGuid.ts';
import { whoOrders, writing } from './http/roleChange.ts';
import { auditRefusal, type Call, refuseAudited, serveArm } from './http/route.ts';
import { scopeShapes } from './http/scopeShapes.ts';

const type = 'Microsoft.Authorization/roleAssignments';

// The right is asked for in the handler: a condition on it may hang on what is assigned to whom.
for (const shape of scopeShapes) {
  const route = `${shape.route}/roleAssignments/{roleAssignmentName:guid}`;
  const placeOf = ({ params }: Call): AssignmentPlace => ({
    scope: shape.scope(params),
    name: params.roleAssignmentName ?? '',
  });

  serveArm(`putRoleAssignment${shape.suffix}`, {
    methods: ['PUT'],
    route,
    contract: {
      summary: 'Assign a role',
      body: putRoleAssignmentRequest,
      answer: roleAssignmentResource,
    },
    handle: (call) => put(call, placeOf(call)),
  });

  serveArm(`deleteRoleAssignment${shape.suffix}`, {
    methods: ['DELETE'],
    route,
    contract: {
      summary: 'Take a role away; ends at once what lived by it. 204 when there was no such assignment',
      answer: roleAssignmentResource,
    },
    handle: (call) => remove(call, placeOf(call)),
  });
}

/** What is wrong with a body is for whoever may assign something here. */
async function put(call: Call, place: AssignmentPlace): Promise<Answer> {
  const wanted = await readWanted(call, place).catch((thrown: unknown) => SallyportError.from(thrown));
  const request = wanted instanceof SallyportError ? {} : attributesOf(wanted);
  await requireRight(call, { action: `${type}/write`, scope: place.scope, attributes: { request } });
  if (wanted instanceof SallyportError) throw wanted;
  const order = { wanted, ...whoOrders(call) };
  const { assignment, isNew } = await auditRefusal(call, place.scope, () =>
    putAssignment(writing(call), order),
  );
  if (!isNew) await endRevoked(writing(call), revokedOf(assignment));
  return { status: isNew ? 201 : 200, jsonBody: toRoleAssignmentResource(assignment) };
}

async function remove(call: Call, place: AssignmentPlace): Promise<Answer> {
  const found = await findAssignment(call.deps, place);
  const resource = found === undefined ? {} : attributesOf(found);
  await requireRight(call, { action: `${type}/delete`, scope: place.scope, attributes: { resource } });
  const removed = await auditRefusal(call, place.scope, () =>
    removeAssignment(writing(call), { ...place, ...whoOrders(call) }),
  );
  if (removed === undefined) return { status: 204 };
  await endRevoked(writing(call), revokedOf(removed));
  return { jsonBody: toRoleAssignmentResource(removed) };
}

const requireRight = (
  { deps: wired, request, caller }: Call,
  check: Parameters<typeof refuseAudited>[3][0],
) => refuseAudited(wired, request, caller, [check]);

async function readWanted({ request }: Call, place: AssignmentPlace) {
  const { properties } = await readBody(request, putRoleAssignmentRequest);
  const { principalId, principalType, condition, description } = properties;
  return {
    scope: place.scope,
    name: requireGuid('roleAssignmentName', place.name),
    // A condition that compares it as text must not miss it for a capital.
    principalId: principalId.toLowerCase(),
    principalType,
    roleDefinitionId: roleDefinitionName(properties.roleDefinitionId),
    ...(condition ? { condition } : {}),
    ...(description ? { description } : {}),
  };
}

/** What Azure lets conditions on assigning roles ask about. */
const attributesOf = ({
  principalId,
  principalType,
  roleDefinitionId,
}: Pick<RoleAssignment, 'principalId' | 'principalType' | 'roleDefinitionId'>): Attributes => ({
  [`${type}:RoleDefinitionId`]: roleDefinitionName(roleDefinitionId),
  [`${type}:PrincipalId`]: principalId,
  [`${type}:PrincipalType`]: principalType,
});
