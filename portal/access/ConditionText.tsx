import type { ReactNode } from 'react';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { useT } from '../i18n/i18n.ts';
import { useFormats } from '../i18n/useFormats.ts';
import { fromCondition } from './conditionForms.ts';
import { roleNameOf } from './useRoles.ts';

export type ConditionTextProps = { condition: string; roles: readonly RoleDefinitionResource[] };

/** A condition in words, where it is one of those that have a form; as it is written behind that. */
export function ConditionText({ condition, roles }: ConditionTextProps): ReactNode {
  return (
    <details className="fine condition">
      <summary>{useConditionText(condition, roles)}</summary>
      <code>{condition}</code>
    </details>
  );
}

function useConditionText(condition: string, roles: readonly RoleDefinitionResource[]): string {
  const t = useT();
  const formats = useFormats();
  const form = fromCondition(condition);
  if (form === undefined) return t('access:roles.conditional');
  if (form.kind === 'roles') {
    const names = form.roles.map((id) => roleNameOf(roles, id) ?? id).join(', ');
    return t('access:condition.onlyRoles', { roles: names });
  }
  const [from, until] = [form.from, form.until].map((time) => (time === '' ? '' : formats.dateTime(time)));
  if (form.from === '') return t('access:condition.onlyUntil', { until });
  if (form.until === '') return t('access:condition.onlyFrom', { from });
  return t('access:condition.onlyBetween', { from, until });
}
