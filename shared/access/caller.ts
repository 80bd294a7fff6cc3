/** Who calls: what is left of an access token once it has been verified. Ids and groups are Entra object ids. */
export type Caller = {
  readonly principalId: string;
  readonly kind: 'User' | 'ServicePrincipal';
  readonly tenantId: string;
  /** For people to read. */
  readonly name: string;
  /** A user's principal name, an app's client id. */
  readonly userName: string;
  /** Every group the caller is in, transitively. Assignments to these count as the caller's own. */
  readonly groups: readonly string[];
  /** Roles that an app was given on Sallyport's own application, e.g. `Sallyport.Relay`. Not Azure RBAC. */
  readonly appRoles: readonly string[];
};
