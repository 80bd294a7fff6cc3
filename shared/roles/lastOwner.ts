import type { AccessReader, RoleAssignment } from '../access/ports.ts';
import { readManagementGroups } from '../access/readManagementGroups.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import { coversScope } from '../access/scope.ts';
import { SallyportError } from '../contracts/errors.ts';
import { sameResource } from '../fleet/resourceId.ts';

const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const subscription = /^\/subscriptions\/[^/]+$/i;

const isOwner = ({ roleDefinitionId, condition }: RoleAssignment): boolean =>
  roleDefinitionName(roleDefinitionId) === ownerRole && condition === undefined;

/** Whether nobody would own a subscription without this assignment: nobody else does, there or above. */
export async function isLastOwner(
  { access }: { readonly access: AccessReader },
  assignment: RoleAssignment,
): Promise<boolean> {
  const { scope, name } = assignment;
  if (!isOwner(assignment) || !subscription.test(scope)) return false;
  const [all, above] = await Promise.all([access.roleAssignments(), readManagementGroups(access, [scope])]);
  return !all.some(
    (other) => isOwner(other) && coversScope(other.scope, scope, above) && !sameResource(other.name, name),
  );
}

export const lastOwner = (): SallyportError =>
  new SallyportError(
    'LastOwnerAssignment',
    'This is the last Owner of the subscription. Make somebody else an Owner of it first.',
  );
