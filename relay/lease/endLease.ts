import { type ControlPlane, isLeaseGone } from '../controlPlane.ts';
import { faultFields, type Log } from '../log.ts';
import type { Lease } from './lease.ts';

type EndLeaseDeps = {
  readonly lease: Lease;
  readonly controlPlane: Pick<ControlPlane, 'releaseLease'>;
  readonly log: Log;
};

/** The relay has stopped: whoever waits may begin at once. Never rejects; unheard, the lease just runs out. */
export async function releaseLease({ lease, controlPlane, log }: EndLeaseDeps): Promise<void> {
  if (!lease.isHeld) return;
  lease.end();
  await controlPlane.releaseLease().catch((fault: unknown) => log.warn('releaseFault', faultFields(fault)));
}

/** Returns whether the fault says that another process is the relay: then nothing leaves this one any more. */
export function isLeaseLost({ lease, log }: Pick<EndLeaseDeps, 'lease' | 'log'>, fault: unknown): boolean {
  if (!isLeaseGone(fault)) return false;
  lease.end();
  log.error('leaseLost', faultFields(fault));
  return true;
}
