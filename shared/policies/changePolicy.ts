import type { Caller } from '../access/caller.ts';
import { SallyportError } from '../contracts/errors.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import type { AuditLog } from '../sessions/ports.ts';
import type { Policy, PolicyStore, StoredPolicy } from './ports.ts';
import { defaultPolicy } from './readPolicy.ts';

export type ChangeDeps = {
  readonly policies: PolicyStore;
  readonly audit: AuditLog;
  readonly hash: Hash;
  readonly now: () => number;
};

export type PolicyChange = {
  readonly bastionId: string;
  readonly caller: Caller;
  readonly sourceIpAddress: string;
  /** The etag that the policy must still have; undefined = whatever it is. */
  readonly ifMatch: string | undefined;
  readonly change: (before: Policy) => Policy;
};

/** The etag of a policy that nobody has stored yet. */
const unsetEtag = 'W/"unset"';
export const etagOf = (stored: StoredPolicy | undefined): string => stored?.version ?? unsetEtag;

const maxAttempts = 20;

/**
 * Changes a bastion's policy by one conditional write and audits the old and the new values. Without `ifMatch`
 * the change is made to whatever the policy is by then.
 */
export async function changePolicy(deps: ChangeDeps, input: PolicyChange): Promise<StoredPolicy> {
  const key = bastionKey(deps.hash, input.bastionId);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const before = await deps.policies.get(key);
    if (input.ifMatch !== undefined && input.ifMatch !== '*' && input.ifMatch !== etagOf(before)) {
      throw changedMeanwhile();
    }
    const old = before?.policy ?? defaultPolicy;
    const policy = input.change(old);
    requireSense(policy);
    const stored = await deps.policies.put(key, policy, before?.version);
    if (stored === undefined) continue;
    await audit(deps, input, changesOf(old, policy));
    return stored;
  }
  throw changedMeanwhile();
}

/** A warning that would come before the session began is none. */
function requireSense({ idleTimeoutInMinutes, maxDurationInMinutes, warningInSeconds }: Policy): void {
  const shortest = Math.min(idleTimeoutInMinutes ?? Infinity, maxDurationInMinutes ?? Infinity) * 60;
  if (warningInSeconds < shortest) return;
  throw new SallyportError(
    'InvalidRequest',
    'warningInSeconds must be shorter than the idle timeout and the maximum duration. Lower it or raise them.',
    { target: 'properties.warningInSeconds' },
  );
}

/** `maxSessions: null → 10, warningInSeconds: 60 → 30` */
function changesOf(before: Policy, after: Policy): string {
  const names = Object.keys(after) as (keyof Policy)[];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name]} → ${after[name]}`)
    .join(', ');
}

async function audit(deps: ChangeDeps, input: PolicyChange, changes: string): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'policyChange',
    outcome: 'Success',
    principalId: input.caller.principalId,
    userName: input.caller.userName,
    sourceIpAddress: input.sourceIpAddress,
    scope: input.bastionId,
    reason: changes === '' ? 'no change' : changes,
  });
}

function changedMeanwhile(): SallyportError {
  return new SallyportError(
    'PreconditionFailed',
    'The policy was changed by somebody else. Read it again, and repeat the change if it still makes sense.',
    { target: 'If-Match' },
  );
}
