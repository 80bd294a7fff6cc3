import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccessFacts, decideAccess } from '../../../../shared/access/decideAccess.ts';
import type { Permission } from '../../../../shared/access/ports.ts';

// A second evaluator, written with sets and regular expressions instead of the product's string walking.
const ids = ['p', 'g', 'q'];
const roles = ['r1', 'r2'];
const scopes = ['/', '/s', '/s/a', '/s/a/b', '/s/ab', '/t'];
const actions = ['x/read', 'x/write', 'x/y/read', 'z/run'];
const patterns = [...actions, '*', '*/read', 'x/*', 'x/*/read', '*/*'];

const list = <T>(from: readonly T[]) => fc.array(fc.constantFrom(...from), { maxLength: 3 });
const permission: fc.Arbitrary<Permission> = fc.record({
  actions: list(patterns),
  notActions: list(patterns),
  dataActions: list(patterns),
  notDataActions: list(patterns),
});
const assignment = fc.record({
  name: fc.constant('n'),
  principalId: fc.constantFrom(...ids),
  principalType: fc.constant('User' as const),
  roleDefinitionId: fc.constantFrom(...roles),
  scope: fc.constantFrom(...scopes),
});
const denyAssignment = fc.record({
  name: fc.constant('d'),
  denyAssignmentName: fc.constant('d'),
  description: fc.constant(''),
  permissions: fc.array(permission, { maxLength: 2 }),
  scope: fc.constantFrom(...scopes),
  doNotApplyToChildScopes: fc.boolean(),
  principals: list(ids.map((id) => ({ id, type: 'User' }))),
  excludePrincipals: list(ids.map((id) => ({ id, type: 'User' }))),
});
const someFacts: fc.Arbitrary<AccessFacts> = fc.record({
  principalIds: fc.constantFrom(['p'], ['p', 'g']),
  assignments: fc.array(assignment, { maxLength: 4 }),
  definitions: fc
    .tuple(fc.array(permission, { maxLength: 2 }), fc.array(permission, { maxLength: 2 }))
    .map((both) =>
      both.map((permissions, index) => ({
        name: roles[index] ?? '',
        roleName: 'r',
        type: 'CustomRole' as const,
        description: '',
        assignableScopes: [],
        permissions,
      })),
    ),
  denyAssignments: fc.array(denyAssignment, { maxLength: 1 }),
});

const expand = (globs: readonly string[]): Set<string> =>
  new Set(
    actions.filter((action) =>
      globs.some((glob) => new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(action)),
    ),
  );

function granted(entries: readonly Permission[], isDataAction: boolean): Set<string> {
  return entries.reduce((sum, entry) => {
    const plus = expand(isDataAction ? entry.dataActions : entry.actions);
    const minus = expand(isDataAction ? entry.notDataActions : entry.notActions);
    return new Set([...sum, ...[...plus].filter((action) => !minus.has(action))]);
  }, new Set<string>());
}

const below = (upper: string): string[] =>
  scopes.filter((scope) => upper === '/' || scope === upper || new RegExp(`^${upper}/`).test(scope));

function model(facts: AccessFacts, action: string, scope: string, isDataAction: boolean): boolean {
  const me = new Set(facts.principalIds);
  const denied = facts.denyAssignments.some(
    (deny) =>
      deny.principals.some(({ id }) => me.has(id)) &&
      deny.excludePrincipals.every(({ id }) => !me.has(id)) &&
      (deny.doNotApplyToChildScopes ? [deny.scope] : below(deny.scope)).includes(scope) &&
      granted(deny.permissions, isDataAction).has(action),
  );
  if (denied) return false;
  return facts.assignments
    .filter((one) => me.has(one.principalId) && below(one.scope).includes(scope))
    .map((one) => facts.definitions.find(({ name }) => name === one.roleDefinitionId)?.permissions ?? [])
    .some((entries) => granted(entries, isDataAction).has(action));
}

test('access is decided as a naive model decides it', () => {
  fc.assert(
    fc.property(
      someFacts,
      fc.constantFrom(...actions),
      fc.constantFrom(...scopes),
      fc.boolean(),
      (facts, action, scope, isDataAction) => {
        const { allowed } = decideAccess(facts, { action, scope, isDataAction });
        expect(allowed).toBe(model(facts, action, scope, isDataAction));
      },
    ),
    { numRuns: 3000 },
  );
});

test('taking an assignment away, or adding a denial, never adds a right', () => {
  fc.assert(
    fc.property(
      someFacts,
      fc.array(denyAssignment, { maxLength: 2 }),
      fc.constantFrom(...actions),
      fc.constantFrom(...scopes),
      (facts, denials, action, scope) => {
        const less = {
          ...facts,
          assignments: facts.assignments.slice(1),
          denyAssignments: [...facts.denyAssignments, ...denials],
        };
        const before = decideAccess(facts, { action, scope }).allowed;
        const after = decideAccess(less, { action, scope }).allowed;
        expect(after && !before).toBe(false);
      },
    ),
  );
});
