import type { AccessDecisionRow } from '../../shared/contracts/access.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { PlaceText } from './usePlaceText.ts';

/** What ids are called. */
export type AccessNames = {
  readonly place: PlaceText;
  readonly person: (principalId: string) => string | undefined;
};

/** What decided it, in words; ids are for those who want to look further. */
export function decisionText(t: Translate, decision: AccessDecisionRow, names: AccessNames): string {
  const { cause, grantedBy, deniedBy, action } = decision;
  if (cause === 'RoleAssignment' && grantedBy !== undefined) return grantText(t, grantedBy, names);
  if (cause === 'DenyAssignment' && deniedBy !== undefined) {
    const place = names.place(deniedBy.scope);
    return t('access:causes.DenyAssignment', { name: deniedBy.denyAssignmentName, place });
  }
  if (cause === 'RoleAssignment' || cause === 'DenyAssignment') return decision.reason;
  return t(`access:causes.${cause}`, { action });
}

type Considered = NonNullable<AccessDecisionRow['grantedBy']>;

function grantText(
  t: Translate,
  { roleName, scope, groupId, isInherited }: Considered,
  names: AccessNames,
): string {
  const role = roleName ?? t('access:unknownRole');
  const place = isInherited ? names.place(scope) : t('access:places.here');
  if (groupId === undefined) return t('access:granted', { role, place });
  const group = names.person(groupId) ?? t('access:unknown.nameWithId', { id: groupId });
  return t('access:grantedByGroup', { role, place, group });
}

/** A role that reaches the scope and does not help, and why. */
export function missedText(
  t: Translate,
  missed: NonNullable<AccessDecisionRow['missed']>[number],
  { place: placeText }: Pick<AccessNames, 'place'>,
): string {
  const role = missed.roleName ?? t('access:unknownRole');
  const place = missed.isInherited ? placeText(missed.scope) : t('access:places.here');
  return t(`access:missed.${missed.cause}`, { role, place });
}
