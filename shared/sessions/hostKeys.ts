import type { Caller } from '../access/caller.ts';
import type { HostKey } from '../contracts/sshFrames.ts';
import type { Target } from '../fleet/fleet.ts';
import { type Hash, portIdOf } from '../fleet/keys.ts';
import { auditedSession } from './auditedSession.ts';
import type { AuditLog } from './ports.ts';
import type { Session } from './session.ts';

/** A key that somebody has vouched for on first use. */
export type PinnedKey = HostKey & { readonly pinnedAt: number; readonly pinnedBy: string };

/** The one key that each target's SSH server may prove itself with. */
export type HostKeyStore = {
  get(portId: string): Promise<PinnedKey | undefined>;
  /** Of many first uses at once one stays. Resolves to the key that is pinned afterwards. */
  pin(portId: string, key: PinnedKey): Promise<PinnedKey>;
  /** Resolves to the key that was pinned; undefined when none was. */
  forget(portId: string): Promise<PinnedKey | undefined>;
};

type HostKeyDeps = {
  readonly hostKeys: HostKeyStore;
  readonly audit: AuditLog;
  readonly hash: Hash;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** The person of this session vouches for `key`. Resolves to what is pinned: another key, if somebody was first. */
export async function pinHostKey(deps: HostKeyDeps, session: Session, key: HostKey): Promise<HostKey> {
  const pinnedAt = deps.now();
  const mine = { ...key, pinnedAt, pinnedBy: session.userEmail };
  const { algorithm, fingerprint } = await deps.hostKeys.pin(session.portId, mine);
  if (fingerprint === key.fingerprint) {
    await deps.audit.write({
      // One row, however often a relay repeats itself.
      id: `${session.sessionId}_hostKey`,
      time: session.startTime,
      event: 'hostKeyPinned',
      outcome: 'Success',
      ...auditedSession(session),
      sessionId: session.sessionId,
      reason: `${algorithm} ${fingerprint}`,
    });
  }
  return { algorithm, fingerprint };
}

/** An administrator says that the next key, whatever it is, is a first use again. */
export async function forgetHostKey(
  deps: HostKeyDeps,
  order: { readonly target: Target; readonly caller: Caller; readonly sourceIpAddress: string },
): Promise<PinnedKey | undefined> {
  const { target, caller, sourceIpAddress } = order;
  const forgotten = await deps.hostKeys.forget(portIdOf(deps.hash, target.resourceId, 'SSH'));
  if (forgotten === undefined) return undefined;
  await deps.audit.write({
    time: deps.now(),
    event: 'hostKeyForgotten',
    outcome: 'Success',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress,
    scope: target.resourceId,
    bastionId: target.bastionId,
    reason: `${forgotten.algorithm} ${forgotten.fingerprint}`,
  });
  return forgotten;
}
