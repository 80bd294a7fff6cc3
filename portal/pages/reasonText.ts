import { endReasons } from '../../shared/contracts/session.ts';
import type { Translate } from '../i18n/i18n.ts';

/** Why a session is over; a reason of a later version is shown by its code. */
export function reasonText(t: Translate, reason: string | undefined): string {
  if (reason === undefined) return t('common:none');
  const known = endReasons.find((one) => one === reason);
  return known === undefined ? reason : t(`sessions:history.reasons.${known}`);
}
