/** One entry of `permissions[]` in a role definition or deny assignment. Wildcards as in Azure RBAC. */
export type Permission = {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  /** Narrows this entry, as a condition on an assignment narrows the assignment. */
  readonly condition?: string;
};

export type RoleDefinition = {
  /** The GUID that assignments refer to. */
  readonly name: string;
  readonly roleName: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly description: string;
  readonly assignableScopes: readonly string[];
  readonly permissions: readonly Permission[];
};

export type RoleAssignment = {
  readonly name: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal';
  /** A GUID, or an ARM id that ends in one. */
  readonly roleDefinitionId: string;
  readonly scope: string;
  /** ABAC condition, version 2.0. */
  readonly condition?: string;
};

type DenyPrincipal = { readonly id: string; readonly type: string };

export type DenyAssignment = {
  readonly name: string;
  readonly denyAssignmentName: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
  readonly scope: string;
  readonly doNotApplyToChildScopes: boolean;
  /** The nil GUID of type `SystemDefined` means everybody. */
  readonly principals: readonly DenyPrincipal[];
  readonly excludePrincipals: readonly DenyPrincipal[];
  readonly condition?: string;
  /** Made by Azure for itself: nobody can take it away. */
  readonly isSystemProtected?: boolean;
};

/**
 * What Azure RBAC knows. Ids compare without regard to case. Every method rejects (`StorageUnavailable`,
 * `ResourceManagerUnavailable`) when the answer cannot be had: a decision is never made on half of it.
 */
export type AccessReader = {
  /**
   * Assignments at every scope to a user or app, the first of the ids, and to the groups that it is in, all others.
   * What was assigned to anybody else may be among them; decisions look at the ids once more.
   */
  roleAssignmentsOf(principalIds: readonly string[]): Promise<readonly RoleAssignment[]>;
  /** Everybody's assignments, for those who may list them. */
  roleAssignments(): Promise<readonly RoleAssignment[]>;
  /** The definitions with these GUIDs, built-in and custom. One that does not exist is missing from the answer. */
  roleDefinitionsOf(names: readonly string[]): Promise<readonly RoleDefinition[]>;
  /** All definitions, built-in ones first. */
  roleDefinitions(): Promise<readonly RoleDefinition[]>;
  denyAssignments(): Promise<readonly DenyAssignment[]>;
  /**
   * Names of the management groups above a subscription, the nearest first. One at which nothing is assigned or denied
   * may be missing; of an unknown subscription there are none.
   */
  managementGroupsOf(subscriptionId: string): Promise<readonly string[]>;
};
