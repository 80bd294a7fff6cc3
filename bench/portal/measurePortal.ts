import { benchSessions } from '../storage/benchSessions.ts';
import { insertActive, seedingTables } from '../storage/seedingTables.ts';
import type { Surroundings } from '../world.ts';
import { measureManyRows } from './measureManyRows.ts';
import { measureVisits } from './measureVisits.ts';
import { gesturesTable, visitsTable, waterfallTable } from './portalTables.ts';
import { startPortalWorld } from './startPortalWorld.ts';

const fewSessions = 50;

/** The Sessions page in a real browser, with few sessions and with as many as a bastion may have. */
export async function measurePortal(surroundings: Surroundings): Promise<readonly string[]> {
  const { say } = surroundings;
  await using world = await startPortalWorld(surroundings);
  const [target] = world.context.fleet.fleet.targets;
  if (target === undefined) throw new Error('The fleet file has no target.');
  const few = benchSessions(target, fewSessions, Date.now(), { relayId: 'relay-elsewhere' });
  await insertActive(seedingTables(world.context.storage), few);
  say('Visits…');
  const visits = await measureVisits(world);
  say('Many rows…');
  const many = await measureManyRows(world, target, few);
  return [visitsTable(visits, many), '', waterfallTable(visits), '', gesturesTable(many.gestures)];
}
