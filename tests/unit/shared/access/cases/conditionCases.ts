import type { KnownAttributes } from '../../../../../shared/access/attributes.ts';
import type { AccessCause } from '../../../../../shared/contracts/access.ts';
import { type AccessCase, restart, stranger } from './accessCase.ts';

const write = 'Microsoft.Authorization/roleAssignments/write';
const remove = 'Microsoft.Authorization/roleAssignments/delete';
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const login = '1c0163c0-47e6-4577-8991-ea5c82e286e4';
const administrators = `{${owner}, 18d7d88d-d35e-4fb5-a5c3-7773c20a72d9, f58310d9-a9f6-439a-9e8d-f62e7b41a168}`;

const attribute = (name: string): string => `[Microsoft.Authorization/roleAssignments:${name}]`;
const guard = (action: string, expression: string): string =>
  `((!(ActionMatches{'${action}'})) OR (${expression}))`;
const both = (expression: string): string =>
  `${guard(write, `@Request${expression}`)} AND ${guard(remove, `@Resource${expression}`)}`;

/** As Azure's portal writes them. */
const anyRoleBut = both(`${attribute('RoleDefinitionId')} ForAnyOfAllValues:GuidNotEquals ${administrators}`);
const onlyLogin = both(`${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${login}}`);
const onlyToApps = both(
  `${attribute('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}`,
);
const onlyLoginOfStranger = guard(
  write,
  `@Request${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${login}} AND @Request${attribute('PrincipalId')} ForAnyOfAnyValues:GuidEquals {${stranger}}`,
);

const assigning = (
  roleDefinitionId: string,
  principalType = 'User',
  principalId = stranger,
): KnownAttributes => {
  const assignment = {
    'Microsoft.Authorization/roleAssignments:RoleDefinitionId': roleDefinitionId,
    'Microsoft.Authorization/roleAssignments:PrincipalId': principalId,
    'Microsoft.Authorization/roleAssignments:PrincipalType': principalType,
  };
  return { request: assignment, resource: assignment };
};

const yes = 'RoleAssignment';
const no = 'ConditionNotMet';
const unknown = 'ConditionUnknown';

const rows: readonly (readonly [
  about: string,
  condition: string,
  action: string,
  attributes: KnownAttributes | undefined,
  expected: AccessCause,
])[] = [
  ['may assign Reader', anyRoleBut, write, assigning(reader), yes],
  ['may not assign Owner', anyRoleBut, write, assigning(owner), no],
  ['may not assign Owner in other letters', anyRoleBut, write, assigning(owner.toUpperCase()), no],
  ['may not remove an Owner', anyRoleBut, remove, assigning(owner), no],
  ['may remove a Reader', anyRoleBut, remove, assigning(reader), yes],
  ['is free in all else', anyRoleBut, restart, undefined, yes],
  ['is not known to assign', anyRoleBut, write, undefined, unknown],
  ['is not known to assign without a role', anyRoleBut, write, { request: {} }, unknown],
  [
    'is not known to remove by what is requested',
    anyRoleBut,
    remove,
    { request: assigning(reader).request ?? {} },
    unknown,
  ],
  ['is not known to assign by a role that is no GUID', anyRoleBut, write, assigning('Reader'), unknown],
  ['may assign the login role', onlyLogin, write, assigning(login), yes],
  ['may assign no other role', onlyLogin, write, assigning(reader), no],
  ['may read role assignments', onlyLogin, 'Microsoft.Authorization/roleAssignments/read', undefined, yes],
  ['may assign to apps', onlyToApps, write, assigning(owner, 'serviceprincipal'), yes],
  ['may not assign to people', onlyToApps, write, assigning(owner), no],
  ['may assign this role to this person', onlyLoginOfStranger, write, assigning(login), yes],
  ['may not assign it to another', onlyLoginOfStranger, write, assigning(login, 'User', owner), no],
  ['may not assign another role', onlyLoginOfStranger, write, assigning(owner), no],
  ['may not without either', onlyLoginOfStranger, write, assigning(owner, 'User', owner), no],
];

const under = (condition: string) => ({ assigned: [{ condition }] });

export const conditionCases: readonly AccessCase[] = [
  ...rows.map(
    ([about, condition, action, attributes, expected]): AccessCase => [
      `whoever assigns roles under a condition ${about}`,
      under(condition),
      { action, ...(attributes === undefined ? {} : { attributes }) },
      expected,
    ],
  ),
  ['a condition that nobody can read', under('(('), {}, unknown],
  ['no condition at all', under(''), {}, yes],
  ['a condition longer than Azure allows', under(`${' '.repeat(8_192)}ActionMatches{'*'}`), {}, unknown],
  [
    'a condition of thousands of parentheses',
    under(`${'('.repeat(4_000)}ActionMatches{'*'}${')'.repeat(4_000)}`),
    {},
    unknown,
  ],
  ['a condition of thousands of negations', under(`${'!'.repeat(8_000)}ActionMatches{'*'}`), {}, unknown],
  [
    'a condition on an entry of the role',
    { permissions: [{ actions: ['*'], condition: "ActionMatches{'*/read'}" }] },
    {},
    no,
  ],
  [
    'two conditions that hold',
    { permissions: [{ actions: ['*'], condition: "ActionMatches{'*'}" }], ...under("ActionMatches{'*'}") },
    {},
    yes,
  ],
  [
    'two conditions of which the role’s does not hold',
    { permissions: [{ actions: ['*'], condition: "ActionMatches{'x'}" }], ...under("ActionMatches{'*'}") },
    {},
    no,
  ],
  [
    'two conditions of which the assignment’s does not hold',
    { permissions: [{ actions: ['*'], condition: "ActionMatches{'*'}" }], ...under("ActionMatches{'x'}") },
    {},
    no,
  ],
  [
    'two conditions, one false and one unknown',
    { permissions: [{ actions: ['*'], condition: '((' }], ...under("ActionMatches{'x'}") },
    {},
    no,
  ],
  ['another assignment without a condition', { assigned: [{ condition: '((' }, {}] }, {}, yes],
  ['a condition of another version', under("[version 3.0] ActionMatches{'*'}"), {}, unknown],
];
