import { SallyportError } from '../contracts/errors.ts';
import type { LeaseStore, RelayLease } from './relayLease.ts';

export type LeaseDeps = {
  readonly leases: LeaseStore;
  readonly now: () => number;
  readonly leaseMs: number;
};

/** Of two function instances, one may read the other's times with its own clock, this much apart. */
const skewAllowance = (leaseMs: number): number => leaseMs / 2;

/**
 * Makes `process` the relay, or goes on with it. Throws `RelayLeaseHeld` while another holder may still act.
 * A fence is also a time, so that it grows even when the store has forgotten the one before.
 */
export async function takeLease(
  deps: LeaseDeps,
  input: Pick<RelayLease, 'relayId' | 'holder' | 'process'>,
): Promise<RelayLease> {
  for (;;) {
    const found = await deps.leases.get(input.relayId);
    const now = deps.now();
    if (found !== undefined && isHeldByOther(deps, found.value, input.holder)) throw held(found.value);
    const isMine = found?.value.holder === input.holder && found.value.process === input.process;
    const fence = isMine ? found.value.fence : Math.max(now, (found?.value.fence ?? 0) + 1);
    const lease = { ...input, fence, expiresAt: now + deps.leaseMs };
    if (await deps.leases.put(lease, found?.version)) return lease;
  }
}

function isHeldByOther(
  { now, leaseMs }: LeaseDeps,
  { holder, expiresAt }: RelayLease,
  mine: string,
): boolean {
  return holder !== mine && now() < expiresAt + skewAllowance(leaseMs);
}

function held({ relayId }: RelayLease): SallyportError {
  return new SallyportError(
    'RelayLeaseHeld',
    `Another process is the relay '${relayId}' now. Stop it, or wait until its lease has run out; then repeat the call.`,
  );
}
