import { resourceGroup } from '../../../../support/accessFacts.ts';
import {
  type AccessCase,
  alice,
  everybody,
  group,
  managementGroup,
  restart,
  stranger,
  subscription,
  vm,
} from './accessCase.ts';

const yes = 'RoleAssignment';
const denied = 'DenyAssignment';
const me = { id: alice, type: 'User' };
const mine = { id: group, type: 'Group' };
const other = { id: stranger, type: 'User' };
const all = [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }];
const entry = (over: object) => [{ ...all[0], actions: ['*'], ...over }] as typeof all;

export const denyCases: readonly AccessCase[] = [
  ['a denial of oneself', { denied: [{}] }, {}, denied],
  ['a denial of a group', { denied: [{ principals: [mine] }] }, {}, denied],
  [
    'a denial of a group, whatever the case of its id',
    { denied: [{ principals: [{ ...mine, id: group.toUpperCase() }] }] },
    {},
    denied,
  ],
  ['a denial of a group that one is not in', { denied: [{ principals: [mine] }], groups: [] }, {}, yes],
  ['a denial of somebody else', { denied: [{ principals: [other] }] }, {}, yes],
  ['a denial of several', { denied: [{ principals: [other, me] }] }, {}, denied],
  ['a denial of nobody', { denied: [{ principals: [] }] }, {}, yes],
  ['a denial of everybody', { denied: [{ principals: [everybody] }] }, {}, denied],
  [
    'a denial of everybody, its type in other letters',
    { denied: [{ principals: [{ ...everybody, type: 'systemdefined' }] }] },
    {},
    denied,
  ],
  [
    'a denial of a user with the nil id',
    { denied: [{ principals: [{ ...everybody, type: 'User' }] }] },
    {},
    yes,
  ],
  [
    'a denial of everybody but oneself',
    { denied: [{ principals: [everybody], excludePrincipals: [me] }] },
    {},
    yes,
  ],
  [
    'a denial of everybody but a group that one is in',
    { denied: [{ principals: [everybody], excludePrincipals: [mine] }] },
    {},
    yes,
  ],
  [
    'a denial of everybody but somebody else',
    { denied: [{ principals: [everybody], excludePrincipals: [other] }] },
    {},
    denied,
  ],
  [
    'a denial of everybody but everybody, which is not allowed',
    { denied: [{ principals: [everybody], excludePrincipals: [everybody] }] },
    {},
    denied,
  ],
  ['a denial of a group but oneself', { denied: [{ principals: [mine], excludePrincipals: [me] }] }, {}, yes],
  ['a denial of oneself but a group that one is in', { denied: [{ excludePrincipals: [mine] }] }, {}, yes],
  ['a denial of one who holds no role', { assigned: [], denied: [{}] }, {}, denied],
  ['a denial at the root', { denied: [{ scope: '/' }] }, {}, denied],
  ['a denial at a management group', { denied: [{ scope: managementGroup('root') }] }, {}, denied],
  ['a denial at another management group', { denied: [{ scope: managementGroup('other') }] }, {}, yes],
  [
    'a denial at a management group for itself only',
    { denied: [{ scope: managementGroup('root'), doNotApplyToChildScopes: true }] },
    {},
    yes,
  ],
  ['a denial at the resource group', { denied: [{ scope: resourceGroup }] }, {}, denied],
  ['a denial at the machine', { denied: [{ scope: vm }] }, {}, denied],
  ['a denial at the machine, asked above', { denied: [{ scope: vm }] }, { scope: resourceGroup }, yes],
  ['a denial at a neighbour', { denied: [{ scope: `${vm}0` }] }, {}, yes],
  [
    'a denial for one scope only, asked there',
    { denied: [{ scope: vm, doNotApplyToChildScopes: true }] },
    {},
    denied,
  ],
  [
    'a denial for one scope only, in other letters',
    { denied: [{ scope: vm.toUpperCase(), doNotApplyToChildScopes: true }] },
    {},
    denied,
  ],
  [
    'a denial for one scope only, asked below',
    { denied: [{ scope: subscription, doNotApplyToChildScopes: true }] },
    {},
    yes,
  ],
  ['a denial at a scope that is none', { denied: [{ scope: 'nonsense' }] }, {}, denied],
  [
    'a denial at a scope that is none, for itself only',
    { denied: [{ scope: '', doNotApplyToChildScopes: true }] },
    {},
    denied,
  ],
  ['a denial of another action', { denied: [{ permissions: entry({ actions: ['*/read'] }) }] }, {}, yes],
  [
    'a denial of all actions but this one',
    { denied: [{ permissions: entry({ notActions: [restart] }) }] },
    {},
    yes,
  ],
  [
    'a denial of all actions but another one',
    { denied: [{ permissions: entry({ notActions: ['*/read'] }) }] },
    {},
    denied,
  ],
  [
    'a denial with two entries, of which the second applies',
    { denied: [{ permissions: [...entry({ notActions: ['*'] }), ...all] }] },
    {},
    denied,
  ],
  ['a denial without permissions', { denied: [{ permissions: [] }] }, {}, yes],
  ['a denial of data', { denied: [{ permissions: entry({ actions: [], dataActions: ['*'] }) }] }, {}, yes],
  [
    'a denial of data, asked as data',
    {
      permissions: [{ dataActions: ['*'] }],
      denied: [{ permissions: entry({ actions: [], dataActions: ['*'] }) }],
    },
    { isDataAction: true },
    denied,
  ],
  [
    'a denial of data but this',
    {
      permissions: [{ dataActions: ['*'] }],
      denied: [{ permissions: entry({ dataActions: ['*'], notDataActions: [restart] }) }],
    },
    { isDataAction: true },
    yes,
  ],
  [
    'a denial of actions, asked as data',
    { permissions: [{ dataActions: ['*'] }], denied: [{}] },
    { isDataAction: true },
    yes,
  ],
  ['a denial that Azure protects', { denied: [{ isSystemProtected: true }] }, {}, denied],
  ['two denials, of which the second applies', { denied: [{ principals: [other] }, {}] }, {}, denied],
  [
    'a denial under a condition that holds',
    { denied: [{ condition: "ActionMatches{'*/restart/action'}" }] },
    {},
    denied,
  ],
  [
    'a denial under a condition that does not hold',
    { denied: [{ condition: "ActionMatches{'*/read'}" }] },
    {},
    yes,
  ],
  [
    'a denial under a condition on what is not known',
    { denied: [{ condition: "@Resource[a] StringEquals 'b'" }] },
    {},
    denied,
  ],
  ['a denial under a condition that nobody can read', { denied: [{ condition: '((' }] }, {}, denied],
  [
    'a denial whose entry has a condition that does not hold',
    { denied: [{ permissions: entry({ condition: "ActionMatches{'*/read'}" }) }] },
    {},
    yes,
  ],
  [
    'a denial whose entry has a condition that nobody can read',
    { denied: [{ permissions: entry({ condition: 'x y z' }) }] },
    {},
    denied,
  ],
];
