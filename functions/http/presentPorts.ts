import { explainAccess } from '../../shared/access/authorize.ts';
import type { SerialPortResource } from '../../shared/contracts/api.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { resourceKey } from '../../shared/fleet/resourceId.ts';
import { isConsoleClosed } from '../../shared/prerequisites/isConsoleClosed.ts';
import { readSwitchesOnce } from '../../shared/prerequisites/readSwitchesOnce.ts';
import { allActive } from '../../shared/sessions/allActive.ts';
import { inParallel } from '../../shared/sessions/inParallel.ts';
import { occupancyOf } from '../../shared/sessions/portOccupancy.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { powerOf } from './powerOf.ts';
import type { Call } from './route.ts';

/** The serial ports of these machines in ARM's shape, and who is there. */
export async function presentPorts(
  call: Call,
  targets: readonly Target[],
): Promise<readonly SerialPortResource[]> {
  const consoleSwitches = readSwitchesOnce(call.deps.consoleSwitches);
  const once = { ...call, deps: { ...call.deps, consoleSwitches } };
  const bastions = [...new Set(targets.map(({ bastionId }) => resourceKey(bastionId)))];
  const sessions = (await inParallel(bastions, (id) => allActive(call.deps, id))).flat();
  const shown = new Set(await readableOf(call, bastions));
  return await inParallel(targets, async (target) => {
    const port = await toSerialPort(once, target, sessions);
    if (!shown.has(resourceKey(target.bastionId))) return port;
    return { ...port, properties: { ...port.properties, bastionId: target.bastionId } };
  });
}

/** A machine may be read by people who are not to know what is in front of it. */
async function readableOf({ deps, caller }: Call, bastionIds: readonly string[]): Promise<readonly string[]> {
  const actions = ['Microsoft.Network/bastionHosts/read'];
  const decisions = await inParallel(bastionIds, (scope) => explainAccess(deps, caller, { actions, scope }));
  return bastionIds.filter((_, index) => decisions[index]?.[0]?.allowed === true);
}

async function toSerialPort(
  { deps }: Call,
  target: Target,
  sessions: readonly Session[],
): Promise<SerialPortResource> {
  const occupancy = occupancyOf(sessions, portIdOf(deps.hash, target.resourceId));
  const power = await powerOf(deps, target);
  const isUsed = occupancy.operator !== undefined || occupancy.observers > 0;
  return {
    id: `${target.resourceId}/providers/Microsoft.SerialConsole/serialPorts/0`,
    name: '0',
    type: 'Microsoft.SerialConsole/serialPorts',
    properties: {
      state: (await isConsoleClosed(deps, target)) ? 'disabled' : 'enabled',
      connectionState: isUsed ? 'active' : 'inactive',
      ...(power === undefined ? {} : { power }),
      ...occupancy,
    },
  };
}
