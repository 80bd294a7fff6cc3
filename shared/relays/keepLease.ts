import { SallyportError } from '../contracts/errors.ts';
import type { LeaseClaim, LeaseStore, RelayLease } from './relayLease.ts';
import type { LeaseDeps } from './takeLease.ts';

type Claimed = { readonly relayId: string; readonly claim: LeaseClaim | undefined };

/**
 * Throws `RelayLeaseLost` unless the claim is that of the last one who was given the lease. One that has run out
 * and that nobody else has taken is as good as new: whoever holds it has stopped meanwhile, and may go on.
 */
export async function requireLease(deps: { readonly leases: LeaseStore }, claimed: Claimed): Promise<void> {
  await find(deps, claimed);
}

/** As `requireLease`, and the lease lasts anew from now on. */
export async function renewLease(deps: LeaseDeps, claimed: Claimed): Promise<RelayLease> {
  for (;;) {
    const { value, version } = await find(deps, claimed);
    const lease = { ...value, expiresAt: deps.now() + deps.leaseMs };
    if (await deps.leases.put(lease, version)) return lease;
  }
}

/** Whoever waits for it may have it at once. */
export async function releaseLease(
  deps: { readonly leases: LeaseStore; readonly leaseMs: number },
  claimed: Claimed,
): Promise<void> {
  for (;;) {
    const { value, version } = await find(deps, claimed);
    if (await deps.leases.put({ ...value, expiresAt: -deps.leaseMs }, version)) return;
  }
}

async function find(deps: { readonly leases: LeaseStore }, { relayId, claim }: Claimed) {
  const found = await deps.leases.get(relayId);
  if (found?.value.process === claim?.process && found?.value.fence === claim?.fence && found !== undefined)
    return found;
  throw new SallyportError(
    'RelayLeaseLost',
    `This process is not the relay '${relayId}' any more, or not yet. It must stop, and ask for the lease first.`,
  );
}
