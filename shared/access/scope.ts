/** `/` or `/a/b/…`. An empty, `.` or `..` segment is a way round somebody's prefix check, so it is no scope. */
export function isScope(scope: string): boolean {
  if (scope === '/') return true;
  if (!scope.startsWith('/')) return false;
  const segments = scope.slice(1).split('/');
  return segments.every((segment) => !['', '.', '..'].includes(segment));
}

/** Names of the management groups above subscriptions, by the subscription's id in lower case. */
export type ManagementGroups = ReadonlyMap<string, readonly string[]>;

const noGroups: ManagementGroups = new Map();

/**
 * Does what is assigned at `upper` reach `lower`? The same scope or one below it, by whole segments, case aside. A
 * management group is above its subscriptions without being a prefix of their ids.
 */
export function coversScope(upper: string, lower: string, managementGroups = noGroups): boolean {
  if (!isScope(upper) || !isScope(lower)) return false;
  if (upper === '/') return true;
  if (`${lower}/`.toLowerCase().startsWith(`${upper}/`.toLowerCase())) return true;
  const group = managementGroupOf(upper);
  const above = group === undefined ? undefined : managementGroups.get(subscriptionOf(lower) ?? '');
  return above?.some((name) => name.toLowerCase() === group) === true;
}

/** The management group that a scope is, its name in lower case. */
export const managementGroupOf = (scope: string): string | undefined =>
  /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)$/i.exec(scope)?.[1]?.toLowerCase();

/** The subscription that a scope is in, its id in lower case. */
export const subscriptionOf = (scope: string): string | undefined =>
  /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1]?.toLowerCase();

export const isSameScope = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
