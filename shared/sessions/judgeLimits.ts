import type { LimitReason } from '../contracts/frames.ts';
import { limits } from '../contracts/limits.ts';
import type { Policy } from '../policies/ports.ts';
import type { Session } from './session.ts';

export type Verdict =
  | { readonly kind: 'keep' | 'withdraw'; readonly dueAt: number }
  /** Also again, while a warning stands: whoever came back meanwhile has not seen it. */
  | { readonly kind: 'warn'; readonly reason: LimitReason; readonly endsAt: number; readonly dueAt: number }
  | { readonly kind: 'end'; readonly reason: LimitReason };

export type LimitFacts = {
  readonly session: Pick<Session, 'startTime' | 'warnedOf' | 'warnedUntil'>;
  readonly policy: Policy;
  readonly lastActivityTime: number;
  /** Up to when it is known that there was no later activity: the relay's last word about this session. */
  readonly knownUntil: number;
  readonly now: number;
};

const minuteMs = 60_000;

/**
 * What a bastion's policy means for an active session now. Nobody is ended who was not warned for the whole
 * warning time, and nobody for being idle while the relay is silent: what it does not report may be activity.
 */
export function judgeLimits(facts: LimitFacts): Verdict {
  const { session, policy, now, knownUntil } = facts;
  const check = now + limits.connectionCheckSeconds * 1000;
  const expiry = expiryOf(facts);
  const warningMs = policy.warningInSeconds * 1000;
  if (expiry === undefined || now < expiry.at - warningMs) {
    const dueAt = expiry === undefined ? check : Math.min(check, expiry.at - warningMs);
    return { kind: session.warnedOf === undefined ? 'keep' : 'withdraw', dueAt };
  }
  const { reason } = expiry;
  const warnedUntil = session.warnedOf === reason ? session.warnedUntil : undefined;
  const endsAt = Math.max(expiry.at, warnedUntil ?? now + warningMs);
  const again = now + limits.warningRepeatSeconds * 1000;
  if (now < endsAt) return { kind: 'warn', reason, endsAt, dueAt: Math.min(again, endsAt) };
  if (reason === 'IdleTimeout' && knownUntil < expiry.at) return { kind: 'keep', dueAt: again };
  return { kind: 'end', reason };
}

/** The limit that is reached first. */
function expiryOf({ policy, session, lastActivityTime }: LimitFacts): Expiry | undefined {
  const { idleTimeoutInMinutes: idle, maxDurationInMinutes: longest } = policy;
  const ofIdle = idle === null ? Infinity : lastActivityTime + idle * minuteMs;
  const ofDuration = longest === null ? Infinity : session.startTime + longest * minuteMs;
  const at = Math.min(ofIdle, ofDuration);
  if (at === Infinity) return undefined;
  return { at, reason: ofDuration <= ofIdle ? 'MaxDuration' : 'IdleTimeout' };
}
type Expiry = { readonly at: number; readonly reason: LimitReason };
