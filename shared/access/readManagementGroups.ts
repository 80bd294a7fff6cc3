import type { AccessReader } from './ports.ts';
import { type ManagementGroups, subscriptionOf } from './scope.ts';

/** What is above the subscriptions of these scopes. */
export async function readManagementGroups(
  access: Pick<AccessReader, 'managementGroupsOf'>,
  scopes: readonly string[],
): Promise<ManagementGroups> {
  const ids = new Set(scopes.map(subscriptionOf).filter((id) => id !== undefined));
  return new Map(
    await Promise.all([...ids].map(async (id) => [id, await access.managementGroupsOf(id)] as const)),
  );
}
