import type { AccessDecisionRow } from '../../shared/contracts/access.ts';
import type { Translate } from '../i18n/i18n.ts';
import { scopeKind, scopeName } from './scopeName.ts';

/** `subscription s-1`, `virtual machine vm-web-01`. */
export const placeText = (t: Translate, scope: string): string =>
  t(`access:places.${scopeKind(scope)}`, { name: scopeName(scope) });

/** What decided it, in words; ids are for those who want to look further. */
export function decisionText(t: Translate, decision: AccessDecisionRow): string {
  const { cause, grantedBy, deniedBy, action } = decision;
  if (cause === 'RoleAssignment' && grantedBy !== undefined) return grantText(t, grantedBy);
  if (cause === 'DenyAssignment' && deniedBy !== undefined) {
    const place = placeText(t, deniedBy.scope);
    return t('access:causes.DenyAssignment', { name: deniedBy.denyAssignmentName, place });
  }
  if (cause === 'RoleAssignment' || cause === 'DenyAssignment') return decision.reason;
  return t(`access:causes.${cause}`, { action });
}

type Considered = NonNullable<AccessDecisionRow['grantedBy']>;

function grantText(t: Translate, { roleName, scope, groupId, isInherited }: Considered): string {
  const role = roleName ?? t('access:unknownRole');
  const place = isInherited ? placeText(t, scope) : t('access:places.here');
  if (groupId === undefined) return t('access:granted', { role, place });
  return t('access:grantedByGroup', { role, place, group: groupId });
}

/** A role that reaches the scope and does not help, and why. */
export function missedText(t: Translate, missed: NonNullable<AccessDecisionRow['missed']>[number]): string {
  const role = missed.roleName ?? t('access:unknownRole');
  const place = missed.isInherited ? placeText(t, missed.scope) : t('access:places.here');
  return t(`access:missed.${missed.cause}`, { role, place });
}
