import { z } from 'zod';
import {
  type PermissionEntry,
  permissionList,
  type putRoleAssignmentRequest,
  type RoleAssignmentResource,
  type RoleDefinitionResource,
  roleAssignmentList,
  roleAssignmentResource,
  roleDefinitionList,
} from '../contracts/roleAssignment.ts';
import { type SubscriptionResource, subscriptionList } from '../contracts/subscription.ts';
import { toQuery } from './query.ts';
import type { SendRequest } from './request.ts';

const accessVersion = 'api-version=2022-04-01';
const subscriptionsVersion = 'api-version=2022-12-01';
const below = (scope: string, collection: string): string =>
  `${scope}/providers/Microsoft.Authorization/${collection}`;

export type NewRoleAssignment = z.input<typeof putRoleAssignmentRequest>['properties'];

/** Who holds which role at a scope, as ARM has it. */
export function createRolesApi(send: SendRequest) {
  return {
    /** At, above and below the scope; `$filter` is ARM's: `atScope()`, `assignedTo('…')`, `principalId eq '…'`. */
    listRoleAssignments: async (
      scope: string,
      filter?: string,
    ): Promise<readonly RoleAssignmentResource[]> => {
      const query = toQuery({ $filter: filter });
      return (await send(roleAssignmentList, `${below(scope, 'roleAssignments')}?${accessVersion}${query}`))
        .value;
    },

    /** `name` is a new GUID; the same call again changes nothing. */
    putRoleAssignment: (
      scope: string,
      name: string,
      properties: NewRoleAssignment,
    ): Promise<RoleAssignmentResource> =>
      send(roleAssignmentResource, `${below(scope, 'roleAssignments')}/${name}?${accessVersion}`, {
        method: 'PUT',
        body: { properties },
      }),

    /** Undefined when it was gone before. */
    removeRoleAssignment: (assignmentId: string): Promise<RoleAssignmentResource | undefined> =>
      send(roleAssignmentResource.optional(), `${assignmentId}?${accessVersion}`, { method: 'DELETE' }),

    /** The roles that may be assigned at the scope. */
    listRoleDefinitions: async (scope: string): Promise<readonly RoleDefinitionResource[]> =>
      (await send(roleDefinitionList, `${below(scope, 'roleDefinitions')}?${accessVersion}`)).value,

    /** The subscriptions in which the caller has any role, with their names. */
    listSubscriptions: async (): Promise<readonly SubscriptionResource[]> =>
      (await send(subscriptionList, `/subscriptions?${subscriptionsVersion}`)).value,

    /** What the caller's own roles allow at the scope. */
    listPermissions: async (scope: string): Promise<readonly PermissionEntry[]> =>
      (await send(permissionList, `${below(scope, 'permissions')}?${accessVersion}`)).value,
  };
}
