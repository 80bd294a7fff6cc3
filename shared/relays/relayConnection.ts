import { relayGroup } from '../contracts/groups.ts';
import type { LeaseStore } from './relayLease.ts';

/** In a relay's token. Once it is connected, it is known by its group's name alone, as viewers are by their session. */
export const relayUserId = (relayId: string, fence: number): string => `${relayGroup(relayId)}.${fence}`;

const pattern = /^relay-(?<relayId>[a-z0-9-]{1,40})\.(?<fence>\d{1,16})$/;

/** The user that a relay's connection becomes; undefined when its token was made for a lease that is over. */
export async function admitRelay(
  deps: { readonly leases: LeaseStore },
  userId: string,
): Promise<string | undefined> {
  const { relayId, fence } = pattern.exec(userId)?.groups ?? {};
  if (relayId === undefined) return undefined;
  const found = await deps.leases.get(relayId);
  return found?.value.fence === Number(fence) ? relayGroup(relayId) : undefined;
}
