import { z } from 'zod';
import type { AccessReader, RoleDefinition } from '../access/ports.ts';
import type { ReadCache } from '../access/readCache.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import { managementGroupOf } from '../access/scope.ts';
import { armDenyAssignment, armRoleAssignment, armRoleDefinition } from './armAccessShapes.ts';
import type { ResourceManager } from './resourceManager.ts';

export type ArmAccessDeps = {
  readonly arm: ResourceManager;
  /** Says how old an answer may be. */
  readonly cache: ReadCache;
  /** Ids of the subscriptions of the fleet: nothing is decided outside of them. */
  readonly subscriptions: () => Promise<readonly string[]>;
};

/** The first version that names conditions and is no preview. */
const version = 'api-version=2022-04-01';

/**
 * Access as Azure Resource Manager knows it. Assignments are read per subscription: such a list holds what was made
 * at the subscription, above and below. The groups of a principal are those that ARM knows, among those that the
 * caller names.
 */
export function createArmAccess(deps: ArmAccessDeps): AccessReader {
  const { arm, cache } = deps;
  const read = <T extends Listed>(schema: z.ZodType<T>, what: string, keyOf = idOf) => {
    const inOne = (id: string) => {
      const path = `${below(id)}/${what}`;
      return cache.get(path, () => arm.list(schema, path));
    };
    return async (): Promise<readonly Omit<T, 'id'>[]> => {
      const ids = await cache.get('subscriptions', deps.subscriptions);
      return distinct((await Promise.all(ids.map(inOne))).flat(), keyOf);
    };
  };
  const definitionIn = (id: string, name: string): Promise<RoleDefinition | undefined> => {
    const path = `${below(id)}/roleDefinitions/${name}?${version}`;
    return cache.get(path, async () => {
      const found = await arm.get(armRoleDefinition, path);
      return found && withoutId(found);
    });
  };
  const definition = async (name: string): Promise<RoleDefinition | undefined> => {
    for (const id of isGuid(name) ? await cache.get('subscriptions', deps.subscriptions) : []) {
      const found = await definitionIn(id, name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    roleAssignmentsOf: async ([principalId = '']) => {
      if (!isGuid(principalId)) return [];
      return await read(armRoleAssignment, `roleAssignments?${version}&${assignedTo(principalId)}`)();
    },
    roleAssignments: read(armRoleAssignment, `roleAssignments?${version}`),
    roleDefinitionsOf: async (names) => {
      const wanted = [...new Set(names.map(roleDefinitionName))];
      return (await Promise.all(wanted.map(definition))).filter((found) => found !== undefined);
    },
    roleDefinitions: async () => {
      // Azure's own have an id in each subscription.
      const all = await read(armRoleDefinition, `roleDefinitions?${version}`, ({ name }) => name)();
      return all.toSorted((a, b) => Number(b.type === 'BuiltInRole') - Number(a.type === 'BuiltInRole'));
    },
    denyAssignments: read(armDenyAssignment, `denyAssignments?${version}`),
    refresh: () => cache.forget(),
    managementGroupsOf: async (subscriptionId) => {
      const ids = await cache.get('subscriptions', deps.subscriptions);
      const id = ids.find((one) => one.toLowerCase() === subscriptionId.toLowerCase());
      return id === undefined ? [] : await groupsAbove(deps, id);
    },
  };
}

/**
 * What is listed at a subscription or above it, and was made at a management group, was made above it. A group where
 * nothing was made decides nothing. So what is above a subscription comes from where the decisions come from, needs
 * no right on management groups, and never misses one that denies.
 */
async function groupsAbove({ arm, cache }: ArmAccessDeps, id: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    ['roleAssignments', 'denyAssignments'].map((what) => {
      const path = `${below(id)}/${what}?${version}&$filter=${encodeURIComponent('atScope()')}`;
      return cache.get(path, () => arm.list(madeAt, path));
    }),
  );
  const names = lists.flat().map(({ properties }) => managementGroupOf(properties.scope));
  return [...new Set(names.filter((name) => name !== undefined))];
}

const madeAt = z.object({ properties: z.object({ scope: z.string() }) });

const below = (id: string): string => `/subscriptions/${id}/providers/Microsoft.Authorization`;

const assignedTo = (principalId: string): string =>
  `$filter=${encodeURIComponent(`assignedTo('${principalId.toLowerCase()}')`)}`;

const isGuid = (text: string): boolean => z.guid().safeParse(text).success;

type Listed = { readonly id: string; readonly name: string };
const idOf = ({ id }: Listed): string => id;

/** What was made above two subscriptions is in the lists of both. */
function distinct<T extends Listed>(found: readonly T[], keyOf: (one: T) => string) {
  return [...new Map(found.map((one) => [keyOf(one).toLowerCase(), one])).values()].map(withoutId);
}

function withoutId<T extends Listed>(found: T): Omit<T, 'id'> {
  const { id: _, ...others } = found;
  return others;
}
