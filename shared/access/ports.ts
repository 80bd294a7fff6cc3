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
  readonly description?: string;
  /** Milliseconds since 1970, and object ids of whoever wrote it. */
  readonly createdAt?: number;
  readonly createdBy?: string;
  readonly updatedAt?: number;
  readonly updatedBy?: string;
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
   * Names of the management groups above a subscription, in any order and case. One at which nothing is assigned or
   * denied may be missing; of an unknown subscription there are none.
   */
  managementGroupsOf(subscriptionId: string): Promise<readonly string[]>;
  /** Has what comes next read anew, where answers are kept. Often repeated, it does nothing. */
  refresh?(): void;
};

/**
 * Changes what an `AccessReader` reads, where Sallyport itself keeps it. Every change is one conditional write: of two
 * writers who found the same, one wins.
 */
export type AccessWriter = {
  /** False, and nothing changed, when the principal has the role at the scope already. */
  insertAssignment(assignment: RoleAssignment): Promise<boolean>;
  /** Stores another version of one assignment. False, and nothing changed, when `before` is not what is stored. */
  replaceAssignment(before: RoleAssignment, after: RoleAssignment): Promise<boolean>;
  /** False when it was gone before. */
  removeAssignment(assignment: RoleAssignment): Promise<boolean>;
  /** Stores a custom role in place of the one of its GUID. Resolves to whether there was none. */
  putDefinition(definition: RoleDefinition): Promise<boolean>;
  /** False when it was gone before. */
  removeDefinition(name: string): Promise<boolean>;
};
