/** The conditions that people need most, as forms. All others are text. */
export type ConditionForm =
  | { readonly kind: 'time'; readonly from: string; readonly until: string }
  | { readonly kind: 'roles'; readonly roles: readonly string[] };

const now = '@Environment[UtcNow]';
const assignments = 'Microsoft.Authorization/roleAssignments';

/** Version 2.0, as Azure's own editor writes it. Times are ISO 8601 or empty, roles are GUIDs. */
export function toCondition(form: ConditionForm): string {
  return form.kind === 'time' ? timeCondition(form) : roleCondition(form.roles);
}

function timeCondition({ from, until }: { readonly from: string; readonly until: string }): string {
  const parts = [
    from === '' ? '' : `${now} DateTimeGreaterThanEquals '${from}'`,
    until === '' ? '' : `${now} DateTimeLessThan '${until}'`,
  ];
  return parts.filter((part) => part !== '').join(' AND ');
}

/** Whoever has it may give and take these roles only; it says nothing about other actions. */
function roleCondition(roles: readonly string[]): string {
  const guard = (action: string, source: string): string =>
    `((!(ActionMatches{'${assignments}/${action}'})) OR (${source}[${assignments}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}}))`;
  return `${guard('write', '@Request')} AND ${guard('delete', '@Resource')}`;
}

/** The form that a condition was made with; undefined for one that somebody wrote. */
export function fromCondition(condition: string): ConditionForm | undefined {
  if (condition === '') return undefined;
  const timeAfter = (operator: string): string =>
    new RegExp(`${operator} '([\\d:.TZ-]+)'`).exec(condition)?.[1] ?? '';
  const [, roles = ''] = /GuidEquals \{([\da-f, -]+)\}/.exec(condition) ?? [];
  const guesses: readonly ConditionForm[] = [
    { kind: 'time', from: timeAfter('DateTimeGreaterThanEquals'), until: timeAfter('DateTimeLessThan') },
    { kind: 'roles', roles: roles.split(', ') },
  ];
  return guesses.find((guess) => toCondition(guess) === condition);
}
