import type { LockResource } from '../../shared/contracts/lock.ts';
import type { Translate } from '../i18n/i18n.ts';

/** Whom a lock keeps out. */
export function lockedText(t: Translate, { properties }: LockResource): string {
  const { principalId, principalName } = properties;
  return principalId === undefined ? t('access:locks.everybody') : (principalName ?? principalId);
}
