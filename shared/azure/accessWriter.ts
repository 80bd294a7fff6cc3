import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { AccessWriter, RoleAssignment } from '../access/ports.ts';
import {
  type AccessRow,
  assignmentRow,
  definitionPartition,
  definitionRow,
  parseRow,
  roleAssignment,
} from './accessRow.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const versioned = z.object({ etag: z.string() });

/** Writes the table `access`. */
export function createAccessWriter(table: TableClient): AccessWriter {
  return {
    insertAssignment: (assignment) => throughStorage(() => create(table, assignmentRow(assignment))),
    replaceAssignment: (before, after) => throughStorage(() => replace(table, before, after)),
    removeAssignment: (assignment) => throughStorage(() => remove(table, assignmentRow(assignment))),
    putDefinition: (definition) =>
      throughStorage(async () => {
        if (await create(table, definitionRow(definition))) return true;
        await table.upsertEntity(definitionRow(definition), 'Replace');
        return false;
      }),
    removeDefinition: (name) =>
      throughStorage(() => remove(table, { partitionKey: definitionPartition, rowKey: name.toLowerCase() })),
  };
}

async function create(table: TableClient, entity: AccessRow): Promise<boolean> {
  try {
    await table.createEntity(entity);
    return true;
  } catch (thrown) {
    if (isConflict(thrown)) return false;
    throw thrown;
  }
}

async function replace(table: TableClient, before: RoleAssignment, after: RoleAssignment): Promise<boolean> {
  const { partitionKey, rowKey, json } = assignmentRow(before);
  try {
    const found = await table.getEntity(partitionKey, rowKey);
    if (JSON.stringify(parseRow(roleAssignment, found)) !== json) return false;
    await table.updateEntity(assignmentRow(after), 'Replace', versioned.parse(found));
    return true;
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return false;
    throw thrown;
  }
}

type Key = Pick<AccessRow, 'partitionKey' | 'rowKey'>;

async function remove(table: TableClient, { partitionKey, rowKey }: Key): Promise<boolean> {
  try {
    await table.deleteEntity(partitionKey, rowKey);
    return true;
  } catch (thrown) {
    if (isNotFound(thrown)) return false;
    throw thrown;
  }
}
