import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownAttributes } from '../../../../shared/access/attributes.ts';
import { type AccessFacts, decideAccess } from '../../../../shared/access/decideAccess.ts';
import type { DenyAssignment, Permission, RoleAssignment } from '../../../../shared/access/ports.ts';

// A second evaluator, step by step as Azure's documentation tells it: https://learn.microsoft.com/azure/role-based-access-control/overview
// Sets, regular expressions and a written-out tree of scopes instead of the product's walks along strings.

const me = ['p', 'g'];
const everybody = '00000000-0000-0000-0000-000000000000';
const roles = ['r1', 'r2'];
const actions = ['x/read', 'x/write', 'x/y/read', 'z/run'];
const patterns = [...actions, '*', '*/read', 'x/*', 'x/*/read', '*/*'];

const groupScope = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
const [s, t] = ['/subscriptions/s', '/subscriptions/t'];
/** What is directly above; subscriptions are below management groups, which differ from case to case. */
const parents: Readonly<Record<string, string>> = {
  [`${s}/a`]: s,
  [`${s}/a/b`]: `${s}/a`,
  [`${s}/ab`]: s,
  [`${t}/a`]: t,
};
const resources = [s, t, ...Object.keys(parents)];
const scopes = ['/', groupScope('m'), groupScope('n'), ...resources];

/** A condition with its text, and how true it is: 0, 1, or ½ where that is not known. */
type Condition = { readonly text: string; truth(action: string, tag: string | undefined): number };

const matches = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(action);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...patterns).map((pattern) => ({
    text: `ActionMatches{'${pattern}'}`,
    truth: (action: string) => (matches(pattern, action) ? 1 : 0),
  })),
  fc.constantFrom('red', 'blue').map((value) => ({
    text: `@Resource[tag] StringEquals '${value}'`,
    truth: (_: string, tag: string | undefined) => (tag === undefined ? 0.5 : Number(tag === value)),
  })),
  fc
    .constantFrom("@Principal[x] StringEquals 'y'", "SubOperationMatches{'x'}", 'Exists @Request[x]')
    .map((text) => ({
      text,
      truth: () => 0.5,
    })),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      text: `(${a.text}) AND (${b.text})`,
      truth: (action: string, tag: string | undefined) =>
        Math.min(a.truth(action, tag), b.truth(action, tag)),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      text: `((${a.text}) || (${b.text}))`,
      truth: (action: string, tag: string | undefined) =>
        Math.max(a.truth(action, tag), b.truth(action, tag)),
    })),
    tie('condition').map((a) => ({
      text: `!(${a.text})`,
      truth: (action: string, tag: string | undefined) => 1 - a.truth(action, tag),
    })),
  ),
}));
const always: Condition = { text: '', truth: () => 1 };
const unreadable: Condition = { text: '((', truth: () => 0.5 };
const someCondition = fc.oneof(
  { arbitrary: fc.constant(always), weight: 3 },
  { arbitrary: condition, weight: 2 },
  { arbitrary: fc.constant(unreadable), weight: 1 },
);
/** By text, so that the model finds again what the facts only quote. */
const conditions = new Map<string, Condition>();
const quoted = someCondition.map((found) => {
  conditions.set(found.text, found);
  return found.text === '' ? {} : { condition: found.text };
});
const truthOf = (text: string | undefined, action: string, tag: string | undefined): number =>
  (conditions.get(text ?? '') ?? always).truth(action, tag);

const list = <T>(from: readonly T[], maxLength = 3) => fc.array(fc.constantFrom(...from), { maxLength });
const inAnyCase = (text: string): fc.Arbitrary<string> => fc.constantFrom(text, text.toUpperCase());
const permission: fc.Arbitrary<Permission> = fc
  .record({
    actions: list(patterns, 5),
    notActions: list(patterns, 1),
    dataActions: list(patterns, 5),
    notDataActions: list(patterns, 1),
  })
  .chain((lists) => quoted.map((narrowed) => ({ ...lists, ...narrowed })));
const assignment: fc.Arbitrary<RoleAssignment> = fc
  .record({
    name: fc.constant('n'),
    principalId: fc.constantFrom('p', 'P', 'p', 'g', 'q'),
    principalType: fc.constant('User' as const),
    roleDefinitionId: fc.constantFrom(...roles, '/x/R1', 'gone'),
    scope: fc.constantFrom(...scopes, 'nonsense').chain(inAnyCase),
  })
  .chain((made) => quoted.map((narrowed) => ({ ...made, ...narrowed })));
const someone = [
  { id: 'p', type: 'User' },
  { id: 'G', type: 'Group' },
  { id: 'q', type: 'User' },
  { id: everybody, type: 'SystemDefined' },
  { id: everybody, type: 'User' },
];
const denyAssignment: fc.Arbitrary<DenyAssignment> = fc
  .record({
    name: fc.constant('d'),
    denyAssignmentName: fc.constant('d'),
    description: fc.constant(''),
    permissions: fc.array(permission, { maxLength: 2 }),
    scope: fc.constantFrom(...scopes, 'nonsense').chain(inAnyCase),
    doNotApplyToChildScopes: fc.boolean(),
    principals: list(someone),
    excludePrincipals: list(someone, 1),
  })
  .chain((made) => quoted.map((narrowed) => ({ ...made, ...narrowed })));

const someFacts: fc.Arbitrary<AccessFacts> = fc.record({
  principalIds: fc.constantFrom(['p'], me),
  assignments: fc.array(assignment, { maxLength: 6 }),
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
  managementGroups: fc.tuple(list(['m', 'N'], 2), list(['m', 'N'], 2)).map(
    ([ofS, ofT]) =>
      new Map([
        ['s', ofS],
        ['t', ofT],
      ]),
  ),
});

/** Everything that holds at a scope: itself and all that is above it, in lower case. */
function atOrAbove(scope: string, groups: AccessFacts['managementGroups']): Set<string> {
  const chain: string[] = [];
  for (let at: string | undefined = scope; at !== undefined; at = parents[at]) chain.push(at);
  const subscriptionId = chain.at(-1)?.split('/').at(-1) ?? '';
  const above = [...(groups?.get(subscriptionId) ?? [])].map(groupScope);
  return new Set([...chain, ...above, '/'].map((one) => one.toLowerCase()));
}

type Asked = {
  readonly action: string;
  readonly scope: string;
  readonly isDataAction: boolean;
  readonly tag: string | undefined;
};

/** Actions that an entry leaves after what it takes away. */
function given(entry: Permission, isDataAction: boolean): Set<string> {
  const expand = (globs: readonly string[]) =>
    actions.filter((action) => globs.some((glob) => matches(glob, action)));
  const minus = expand(isDataAction ? entry.notDataActions : entry.notActions);
  return new Set(
    expand(isDataAction ? entry.dataActions : entry.actions).filter((one) => !minus.includes(one)),
  );
}

function model(facts: AccessFacts, asked: Asked): boolean {
  const { action, scope, isDataAction, tag } = asked;
  const mine = new Set(facts.principalIds.map((id) => id.toLowerCase()));
  const here = atOrAbove(scope, facts.managementGroups);
  const isMe = ({ id }: { id: string }): boolean => mine.has(id.toLowerCase());
  // Deny assignments first. What is not understood of one is held against the caller.
  for (const deny of facts.denyAssignments) {
    const isEverybody = deny.principals.some(({ id, type }) => id === everybody && type === 'SystemDefined');
    if (!isEverybody && !deny.principals.some(isMe)) continue;
    if (deny.excludePrincipals.some(isMe)) continue;
    const at = deny.scope.toLowerCase();
    const isHere = deny.doNotApplyToChildScopes ? at === scope.toLowerCase() : here.has(at);
    if (at.startsWith('/') && !isHere) continue;
    if (truthOf(deny.condition, action, tag) === 0) continue;
    const isDenied = deny.permissions.some(
      (entry) => given(entry, isDataAction).has(action) && truthOf(entry.condition, action, tag) > 0,
    );
    if (isDenied) return false;
  }
  // Then every assignment to the caller or its groups, each role for itself, each condition surely true.
  return facts.assignments.some((made) => {
    if (!isMe({ id: made.principalId }) || !here.has(made.scope.toLowerCase())) return false;
    if (truthOf(made.condition, action, tag) < 1) return false;
    const guid = made.roleDefinitionId.split('/').at(-1)?.toLowerCase();
    const entries = facts.definitions.filter(({ name }) => name === guid).flatMap((one) => one.permissions);
    return entries.some(
      (entry) => given(entry, isDataAction).has(action) && truthOf(entry.condition, action, tag) === 1,
    );
  });
}

const question = fc.record({
  action: fc.constantFrom(...actions),
  scope: fc.constantFrom(...resources),
  isDataAction: fc.boolean(),
  tag: fc.constantFrom('red', undefined),
});
const attributesOf = ({ tag }: Asked): { readonly attributes?: KnownAttributes } =>
  tag === undefined ? {} : { attributes: { resource: { tag } } };

test('access is decided as the documented steps decide it, ten thousand times', () => {
  const answers = { true: 0, false: 0 };
  fc.assert(
    fc.property(someFacts, question, (facts, asked) => {
      const { action, scope, isDataAction } = asked;
      const { allowed } = decideAccess(facts, { action, scope, isDataAction, ...attributesOf(asked) });
      answers[`${allowed}`] += 1;
      expect(allowed).toBe(model(facts, asked));
    }),
    { numRuns: 10_000 },
  );

  // A model that is asked only what nobody may has not been asked.
  expect(answers.true).toBeGreaterThan(500);
});

test('taking an assignment away, or adding a denial, never adds a right', () => {
  fc.assert(
    fc.property(someFacts, fc.array(denyAssignment, { maxLength: 2 }), question, (facts, denials, asked) => {
      const less = {
        ...facts,
        assignments: facts.assignments.slice(1),
        denyAssignments: [...facts.denyAssignments, ...denials],
      };
      const before = decideAccess(facts, { ...asked, ...attributesOf(asked) }).allowed;
      const after = decideAccess(less, { ...asked, ...attributesOf(asked) }).allowed;
      expect(after && !before).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('knowing less never adds a right', () => {
  fc.assert(
    fc.property(someFacts, question, (facts, asked) => {
      const { action, scope } = asked;
      const knowing = decideAccess(facts, {
        action,
        scope,
        attributes: { resource: { tag: 'red' } },
      }).allowed;
      const other = decideAccess(facts, { action, scope, attributes: { resource: { tag: 'blue' } } }).allowed;
      const guessing = decideAccess(facts, { action, scope }).allowed;
      expect(guessing && !(knowing && other)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
