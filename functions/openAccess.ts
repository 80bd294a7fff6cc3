import type { AccessReader } from '../shared/access/ports.ts';
import { createReadCache } from '../shared/access/readCache.ts';
import { subscriptionOf } from '../shared/access/scope.ts';
import { createAccessTable } from '../shared/azure/accessTable.ts';
import { createArmAccess } from '../shared/azure/armAccess.ts';
import { azureCredential } from '../shared/azure/credentials.ts';
import { createResourceManager } from '../shared/azure/resourceManager.ts';
import type { Tables } from '../shared/azure/tables.ts';
import type { FleetReader } from '../shared/fleet/fleet.ts';
import type { Config } from './config.ts';

type Wired = {
  readonly config: Pick<Config, 'access' | 'accessStalenessMs'>;
  readonly tables: Pick<Tables, 'access'>;
  readonly fleet: FleetReader;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** Roles from the table, which is read for each call, or from Azure Resource Manager, whose answers are kept. */
export function openAccess({ config, tables, fleet, now, wait }: Wired): AccessReader {
  if (config.access === 'tables') return createAccessTable(tables.access);
  const { origin } = new URL(config.access);
  const token = async (): Promise<string> => {
    const answer = await azureCredential().getToken(`${origin}/.default`);
    if (answer === null) throw new Error('There is no token for Azure Resource Manager.');
    return answer.token;
  };
  return createArmAccess({
    arm: createResourceManager({ url: origin, token, now, wait }),
    cache: createReadCache({ now, maxStaleMs: config.accessStalenessMs }),
    subscriptions: () => subscriptionsOf(fleet),
  });
}

async function subscriptionsOf(fleet: FleetReader): Promise<readonly string[]> {
  const [targets, bastions] = await Promise.all([fleet.targets(), fleet.bastions()]);
  const ids = [...targets, ...bastions].map(({ resourceId }) => subscriptionOf(resourceId));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
