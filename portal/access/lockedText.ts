import type { LockResource } from '../../shared/contracts/lock.ts';
import type { Translate } from '../i18n/i18n.ts';

/** Whom a lock keeps out. */
export function lockedText(t: Translate, { properties }: LockResource): string {
  const { principalId, principalName } = properties;
  if (principalId === undefined) return t('access:locks.everybody');
  return principalName ?? t('access:unknown.nameWithId', { id: principalId });
}
