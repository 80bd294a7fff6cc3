import type { AccessReader } from './ports.ts';
import { type ManagementGroups, managementGroupOf, subscriptionOf } from './scope.ts';

/** What is above the subscriptions of `asked`. Nothing is read if nothing of `made` is at a management group. */
export async function readManagementGroups(
  access: Pick<AccessReader, 'managementGroupsOf'>,
  asked: readonly string[],
  made?: readonly string[],
): Promise<ManagementGroups> {
  if (made?.every((scope) => managementGroupOf(scope) === undefined) === true) return new Map();
  const ids = new Set(asked.map(subscriptionOf).filter((id) => id !== undefined));
  return new Map(
    await Promise.all([...ids].map(async (id) => [id, await access.managementGroupsOf(id)] as const)),
  );
}
