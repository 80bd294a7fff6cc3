import type { GroupReader } from '../../shared/access/groups.ts';

/** Whether an id is a person's or an app's is not told. One that the directory does not know is in no group. */
export async function groupsOfPrincipal(
  { groups }: { readonly groups: GroupReader },
  principalId: string,
): Promise<readonly string[]> {
  const ofUser = await groups.groupsOf({ principalId, kind: 'User' });
  return ofUser ?? (await groups.groupsOf({ principalId, kind: 'ServicePrincipal' })) ?? [];
}
