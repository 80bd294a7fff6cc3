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
};

/**
 * What Azure RBAC knows. Ids compare without regard to case. Every method rejects with
 * `StorageUnavailable` when the answer cannot be had: an access decision is never made on half of it.
 *
 * A management group is above its subscriptions without being a prefix of their ids, so a reader that meets
 * an assignment made there returns it with the scope of each subscription that it reaches.
 */
export type AccessReader = {
  /** Assignments to any of these users, apps or groups, at every scope. */
  roleAssignmentsOf(principalIds: readonly string[]): Promise<readonly RoleAssignment[]>;
  /** Everybody's assignments, for those who may list them. */
  roleAssignments(): Promise<readonly RoleAssignment[]>;
  /** The definitions with these GUIDs, built-in and custom. One that does not exist is missing from the answer. */
  roleDefinitionsOf(names: readonly string[]): Promise<readonly RoleDefinition[]>;
  /** All definitions, built-in ones first. */
  roleDefinitions(): Promise<readonly RoleDefinition[]>;
  denyAssignments(): Promise<readonly DenyAssignment[]>;
};
