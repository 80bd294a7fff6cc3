import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { builtInRoles } from '../access/builtInRoles.ts';
import type { AccessReader, DenyAssignment, RoleAssignment, RoleDefinition } from '../access/ports.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import {
  type AccessRow,
  assignmentRow,
  definitionPartition,
  definitionRow,
  denyAssignment,
  denyPartition,
  denyRow,
  groupPartition,
  groupsAbove,
  groupsRow,
  parseRow,
  roleAssignment,
  roleDefinition,
} from './accessRow.ts';
import { ignoreMissing, isNotFound, throughStorage } from './storageFault.ts';

/** Of more principals, all assignments are read at once: a call for each of 11,000 groups would take minutes. */
const maxPartitionsRead = 50;

/** The table `access`. Azure's own roles are not in it: they are the same for everybody and cost no call. */
export function createAccessTable(table: TableClient): AccessReader {
  const rows = <T extends z.ZodType>(schema: T, filter: string): Promise<z.infer<T>[]> =>
    throughStorage(async () => {
      const found: z.infer<T>[] = [];
      for await (const entity of table.listEntities({ queryOptions: { filter } })) {
        found.push(parseRow(schema, entity));
      }
      return found;
    });
  const roleAssignments = () =>
    rows(
      roleAssignment,
      odata`PartitionKey ne ${definitionPartition} and PartitionKey ne ${denyPartition} and PartitionKey ne ${groupPartition}`,
    );
  const customRoles = () => rows(roleDefinition, odata`PartitionKey eq ${definitionPartition}`);
  return {
    roleAssignmentsOf: async (principalIds) => {
      const ids = new Set(principalIds.map((id) => id.toLowerCase()));
      if (ids.size > maxPartitionsRead) {
        return (await roleAssignments()).filter(({ principalId }) => ids.has(principalId.toLowerCase()));
      }
      const found = await Promise.all(
        [...ids].map((id) => rows(roleAssignment, odata`PartitionKey eq ${id}`)),
      );
      return found.flat();
    },
    roleAssignments,
    roleDefinitionsOf: async (names) => {
      const wanted = new Set(names.map(roleDefinitionName));
      const builtIn = builtInRoles.filter(({ name }) => wanted.delete(name));
      const custom = await Promise.all(
        [...wanted].map((name) => readRow(table, roleDefinition, { partition: definitionPartition, name })),
      );
      return [...builtIn, ...custom.filter((role) => role !== undefined)];
    },
    roleDefinitions: async () => [...builtInRoles, ...(await customRoles())],
    denyAssignments: () => rows(denyAssignment, odata`PartitionKey eq ${denyPartition}`),
    managementGroupsOf: async (subscriptionId) => {
      const key = { partition: groupPartition, name: subscriptionId.toLowerCase() };
      return (await readRow(table, groupsAbove, key))?.managementGroups ?? [];
    },
  };
}

async function readRow<T extends z.ZodType>(
  table: TableClient,
  schema: T,
  { partition, name }: { readonly partition: string; readonly name: string },
): Promise<z.infer<T> | undefined> {
  if (!z.guid().safeParse(name).success) return undefined;
  return throughStorage(async () => {
    try {
      return parseRow(schema, await table.getEntity(partition, name));
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  });
}

export type AccessSeed = {
  readonly roleAssignments: readonly RoleAssignment[];
  readonly customRoles: readonly Omit<RoleDefinition, 'type'>[];
  readonly denyAssignments?: readonly DenyAssignment[];
  /** What is above each subscription, the nearest first. */
  readonly managementGroups?: readonly {
    readonly subscriptionId: string;
    readonly managementGroups: readonly string[];
  }[];
};

/** Makes the table equal to `seed`. Repeatable. What is not wanted goes first: a right taken away is gone at once. */
export async function seedAccess(table: TableClient, seed: AccessSeed): Promise<void> {
  const wanted = new Map(seedRows(seed).map((entity) => [`${entity.partitionKey}/${entity.rowKey}`, entity]));
  await throughStorage(async () => {
    for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) {
      if (!wanted.has(`${partitionKey}/${rowKey}`))
        await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
    }
    await Promise.all([...wanted.values()].map((entity) => table.upsertEntity(entity, 'Replace')));
  });
}

function seedRows(seed: AccessSeed): readonly AccessRow[] {
  return [
    ...seed.roleAssignments.map(assignmentRow),
    ...seed.customRoles.map((value) => definitionRow({ ...value, type: 'CustomRole' })),
    ...(seed.denyAssignments ?? []).map(denyRow),
    ...(seed.managementGroups ?? []).map(groupsRow),
  ];
}
