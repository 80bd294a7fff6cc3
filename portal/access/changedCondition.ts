import type { NewRoleAssignment } from '../../shared/client/rolesApi.ts';
import type { RoleAssignmentResource } from '../../shared/contracts/roleAssignment.ts';

const types = ['User', 'Group', 'ServicePrincipal'] as const;

/** An assignment as it is sent again with another condition, `''` for none: what is left out would be taken away. */
export function changedCondition(
  { properties }: Pick<RoleAssignmentResource, 'properties'>,
  condition: string,
): NewRoleAssignment {
  const { roleDefinitionId, principalId, principalType, description } = properties;
  const type = types.find((one) => one === principalType);
  return {
    roleDefinitionId,
    principalId,
    ...(type === undefined ? {} : { principalType: type }),
    ...(description === undefined ? {} : { description }),
    ...(condition === '' ? {} : { condition, conditionVersion: '2.0' }),
  };
}
