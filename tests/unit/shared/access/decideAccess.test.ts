import { describe, expect, test } from 'vitest';
import { type AccessFacts, decideAccess } from '../../../../shared/access/decideAccess.ts';
import {
  alice,
  assignment,
  denyAssignment,
  facts,
  permission,
  resourceGroup,
  role,
  roleName,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';

const action = 'Microsoft.Compute/virtualMachines/restart/action';
const check = { action, scope: vm };
const allows = (given: AccessFacts, asked = check): boolean => decideAccess(given, asked).allowed;
const everything = [permission({ actions: ['*'] })];
const group = '40000000-0000-4000-8000-0000000000AA';
const nil = '00000000-0000-0000-0000-000000000000';

describe('roles', () => {
  test('an allowed action names the assignment and the role that grant it', () => {
    const decision = decideAccess(facts(everything), check);

    expect(decision).toEqual({
      action,
      scope: vm,
      isDataAction: false,
      allowed: true,
      cause: 'RoleAssignment',
      decidedBy: `${subscription}/providers/Microsoft.Authorization/roleAssignments/60000000-0000-4000-8000-0000000000aa`,
      reason: `The role 'Test role', assigned at ${subscription}, grants it.`,
      grantedBy: { assignment: assignment(), role: role(everything), cause: 'RoleAssignment' },
      missed: [],
    });
  });

  test('a refused action is named, and nothing decided it', () => {
    const decision = decideAccess(facts([], { assignments: [] }), check);

    expect(decision).toEqual({
      action,
      scope: vm,
      isDataAction: false,
      allowed: false,
      cause: 'NoRoleAssignment',
      missed: [],
      reason: `No role assignment at this scope or above grants '${action}'.`,
    });
  });

  test('an assignment at the root reaches everything and has the id that ARM gives it', () => {
    const decision = decideAccess(facts(everything, { assignments: [assignment({ scope: '/' })] }), check);

    expect(decision.decidedBy).toBe(
      '/providers/Microsoft.Authorization/roleAssignments/60000000-0000-4000-8000-0000000000aa',
    );
  });

  test('notActions take from their own role only', () => {
    const other = '50000000-0000-4000-8000-0000000000bb';
    const limited = permission({ actions: ['*'], notActions: ['*/restart/action'] });

    expect(allows(facts([limited]))).toBe(false);
    expect(
      allows(
        facts([], {
          assignments: [assignment(), assignment({ roleDefinitionId: other })],
          definitions: [role([limited]), role([permission({ actions: [action] })], { name: other })],
        }),
      ),
    ).toBe(true);
  });

  test('each entry of permissions stands for itself', () => {
    const limited = permission({ actions: ['*'], notActions: ['*'] });

    expect(allows(facts([limited, permission({ actions: [action] })]))).toBe(true);
  });

  test('actions give no data action and data actions give no action', () => {
    const data = { ...check, isDataAction: true };

    expect(allows(facts(everything), data)).toBe(false);
    expect(allows(facts([permission({ dataActions: ['*'] })]), data)).toBe(true);
    expect(allows(facts([permission({ dataActions: ['*'] })]))).toBe(false);
    expect(allows(facts([permission({ dataActions: ['*'], notDataActions: ['*/restart/*'] })]), data)).toBe(
      false,
    );
  });

  test('an assignment to a group counts for its members, whatever the case of the id', () => {
    const given = facts(everything, { assignments: [assignment({ principalId: group })] });

    expect(allows(given)).toBe(false);
    expect(allows({ ...given, principalIds: [alice, group.toLowerCase()] })).toBe(true);
  });

  test('an assignment on one resource does not reach its neighbour nor its parent', () => {
    const given = facts(everything, { assignments: [assignment({ scope: vm })] });

    expect(allows(given)).toBe(true);
    expect(allows(given, { action, scope: `${vm}/providers/Microsoft.SerialConsole/serialPorts/0` })).toBe(
      true,
    );
    expect(allows(given, { action, scope: `${vm}0` })).toBe(false);
    expect(allows(given, { action, scope: resourceGroup })).toBe(false);
  });

  test('a role may be named by its whole ARM id in any case', () => {
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleName.toUpperCase()}`;

    expect(allows(facts(everything, { assignments: [assignment({ roleDefinitionId })] }))).toBe(true);
  });

  test('an assignment of a role that does not exist grants nothing', () => {
    expect(allows(facts(everything, { definitions: [] }))).toBe(false);
  });

  test.each(['*', 'Microsoft.Compute/*', ''])('"%s" is no action, so nobody has it', (text) => {
    const decision = decideAccess(facts(everything), { action: text, scope: vm });

    expect(decision).toMatchObject({ allowed: false, reason: `'${text}' is not the name of one action.` });
  });

  test('a scope with a way round in it is covered by nothing', () => {
    const scope = `${subscription}/../other`;

    expect(decideAccess(facts(everything), { action, scope })).toMatchObject({
      allowed: false,
      reason: `'${scope}' is not a scope.`,
    });
  });
});

describe('conditions', () => {
  const onlyRestart = `ActionMatches{'*/restart/action'}`;
  const onAttribute = `@Resource[Microsoft.Compute/virtualMachines:tag] StringEquals 'x'`;

  test.each([
    [onlyRestart, true],
    [`!(${onlyRestart})`, false],
    [onAttribute, false],
    ['((', false],
  ])('the condition %s on an assignment leaves it granting: %s', (condition, expected) => {
    expect(allows(facts(everything, { assignments: [assignment({ condition })] }))).toBe(expected);
  });

  test('a condition on a permission narrows that permission', () => {
    expect(allows(facts([permission({ actions: ['*'], condition: onAttribute })]))).toBe(false);
    expect(allows(facts([permission({ actions: ['*'], condition: onlyRestart })]))).toBe(true);
  });

  test.each([
    [onlyRestart, false],
    [`!(${onlyRestart})`, true],
    [onAttribute, false],
    ['((', false],
  ])('the condition %s on a deny assignment lifts it: %s', (condition, expected) => {
    const narrowed = denyAssignment({ permissions: [permission({ actions: ['*'], condition })] });

    expect(allows(facts(everything, { denyAssignments: [denyAssignment({ condition })] }))).toBe(expected);
    expect(allows(facts(everything, { denyAssignments: [narrowed] }))).toBe(expected);
  });
});

describe('deny assignments', () => {
  test('one that applies beats every grant and is named', () => {
    const deny = denyAssignment({ scope: resourceGroup });

    const decision = decideAccess(facts(everything, { denyAssignments: [deny] }), check);

    expect(decision).toEqual({
      action,
      scope: vm,
      isDataAction: false,
      allowed: false,
      cause: 'DenyAssignment',
      missed: [],
      decidedBy: `${resourceGroup}/providers/Microsoft.Authorization/denyAssignments/${deny.name}`,
      deniedBy: deny,
      reason: `The deny assignment 'hands off' at ${resourceGroup} denies it.`,
    });
  });

  test('one at the root has the id that ARM gives it', () => {
    const deny = denyAssignment({ scope: '/' });

    expect(decideAccess(facts(everything, { denyAssignments: [deny] }), check).decidedBy).toBe(
      `/providers/Microsoft.Authorization/denyAssignments/${deny.name}`,
    );
  });

  test.each([
    ['is for somebody else', { principals: [{ id: group, type: 'Group' }] }, true],
    ['is for everybody', { principals: [{ id: nil, type: 'SystemDefined' }] }, false],
    ['names the nil id as if it were a user', { principals: [{ id: nil, type: 'User' }] }, true],
    ['leaves the caller out', { excludePrincipals: [{ id: alice, type: 'User' }] }, true],
    ['leaves everybody out', { excludePrincipals: [{ id: nil, type: 'SystemDefined' }] }, false],
    ['is about a neighbour', { scope: `${vm}0` }, true],
    ['has a scope that is none', { scope: 'nonsense' }, false],
    ['is about the parent only', { scope: resourceGroup, doNotApplyToChildScopes: true }, true],
    ['is about this resource only', { scope: vm, doNotApplyToChildScopes: true }, false],
    ['is about another action', { permissions: [permission({ actions: ['*/read'] })] }, true],
    ['spares the action', { permissions: [permission({ actions: ['*'], notActions: [action] })] }, true],
    ['is about data actions', { permissions: [permission({ dataActions: ['*'] })] }, true],
  ])('one that %s leaves access at %o: %s', (_name, over, expected) => {
    expect(allows(facts(everything, { denyAssignments: [denyAssignment(over)] }))).toBe(expected);
  });
});

describe('the reason of a refusal', () => {
  const assigned = `The role 'Test role', assigned at ${subscription},`;
  const several = (count: number): AccessFacts => {
    const names = Array.from({ length: count }, (_, index) => `role-${index}`);
    return {
      ...facts([]),
      assignments: names.map((name) => assignment({ roleDefinitionId: name })),
      definitions: names.map((name) => role([], { name, roleName: name })),
    };
  };

  test.each([
    [
      'a role that leaves it out',
      facts([permission({ actions: ['*'], notActions: [action] })]),
      `${assigned} leaves '${action}' out (notActions).`,
    ],
    [
      'a condition that is not met',
      facts([permission({ actions: ['*'], condition: "ActionMatches{'x'}" })]),
      `${assigned} gives '${action}' under a condition that is not met here.`,
    ],
    [
      'a condition on what is not known',
      facts([permission({ actions: ['*'], condition: '((' })]),
      `${assigned} gives '${action}' under a condition that hangs on something which Sallyport does not know.`,
    ],
    [
      'a role that no longer exists',
      facts([], { definitions: [] }),
      `None of the roles that reach this scope has '${action}': 'one that no longer exists'.`,
    ],
    [
      'two assignments of one role',
      facts([], { assignments: [assignment(), assignment({ scope: vm })] }),
      `None of the roles that reach this scope has '${action}': 'Test role'.`,
    ],
    [
      'more roles than anybody reads',
      several(7),
      `None of the roles that reach this scope has '${action}': 'role-0', 'role-1', 'role-2', 'role-3', 'role-4', ….`,
    ],
  ])('with %s is said', (_about, given, reason) => {
    expect(decideAccess(given, check).reason).toBe(reason);
  });
});
