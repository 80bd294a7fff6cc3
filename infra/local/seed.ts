import { seedAccess } from '../../shared/azure/accessTable.ts';
import { seedFleet } from '../../shared/azure/fleetTable.ts';
import { seedGroups } from '../../shared/azure/groupTable.ts';
import { createTables, openTables } from '../../shared/azure/tables.ts';
import type { FleetFile } from './fleetFile.ts';

/** Creates the tables and makes fleet, access and groups equal to the fleet file. Sessions and history stay. */
export async function seedTables(connectionString: string, file: FleetFile): Promise<void> {
  const tables = openTables(connectionString);
  await createTables(tables);
  await Promise.all([
    seedFleet(tables.fleet, file.fleet),
    seedAccess(tables.access, { ...file, managementGroups: file.fleet.subscriptions }),
    seedGroups(tables.groups, file.users),
  ]);
}
