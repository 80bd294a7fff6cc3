import { limits } from '../shared/contracts/limits.ts';
import { type MonitoringPrerequisites, monitoringPrerequisites } from '../shared/contracts/network.ts';
import type { Bastion } from '../shared/fleet/fleet.ts';
import { sameResource } from '../shared/fleet/resourceId.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { bastionRequirements, type Requirement } from '../shared/network/bastionRequirements.ts';
import { monitoringFault, networkOf } from '../shared/network/sessionMonitoring.ts';
import { toSecurityRule } from '../shared/network/toSecurityRule.ts';
import type { Deps } from './deps.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { mayReadRules, withoutRules } from './http/networkRules.ts';
import { serveArm } from './http/route.ts';

serveArm('getMonitoringPrerequisites', {
  methods: ['GET'],
  route: `${bastionRoute}/monitoringPrerequisites`,
  contract: {
    summary: 'What session monitoring needs, what is missing, and how to add it',
    answer: monitoringPrerequisites,
  },
  rights: (params) => [{ action: 'Microsoft.Network/bastionHosts/read', scope: bastionScope(params) }],
  handle: async (call) => {
    const { deps, params } = call;
    const bastion = await requireBastion(deps.fleet, bastionScope(params));
    const [network, fault, relays, showsRules] = await Promise.all([
      networkOf(deps, bastion),
      monitoringFault(deps, bastion),
      relayRequirements(deps, bastion),
      mayReadRules(call, bastion),
    ]);
    const rows = network === undefined ? [] : bastionRequirements(network);
    const known = fault === undefined ? 'Available' : 'Blocked';
    const answer: MonitoringPrerequisites = {
      sessionMonitoring: network === undefined ? 'Unknown' : known,
      ...(network === undefined ? {} : { subnetId: network.subnet.resourceId }),
      ...(network?.group === undefined || !showsRules
        ? {}
        : { networkSecurityGroupId: network.group.resourceId }),
      value: [...(showsRules ? rows : rows.map(withoutRules)), ...relays].map(toRow),
    };
    return { jsonBody: answer };
  },
});

function toRow({ fix, decidedBy, ...row }: Requirement): MonitoringPrerequisites['value'][number] {
  return {
    ...row,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(fix === undefined ? {} : { fix: { ...fix, rule: toSecurityRule(fix.rule) } }),
  };
}

/** One row per relay in front of the bastion's machines: is it there, and when was it heard last? */
async function relayRequirements(deps: Deps, { resourceId }: Bastion): Promise<readonly Requirement[]> {
  const targets = await deps.fleet.targets();
  const own = targets.filter(({ bastionId }) => sameResource(bastionId, resourceId));
  const relayIds = [...new Set(own.map(({ relayId }) => relayId))];
  return await Promise.all(
    relayIds.map(async (relayId) => {
      const heardAt = (await deps.relays.get(relayId))?.heartbeatTime;
      const isAlive = heardAt !== undefined && deps.now() - heardAt <= limits.relayLostSeconds * 1000;
      const heard =
        heardAt === undefined ? 'never heard' : `last heard at ${new Date(heardAt).toISOString()}`;
      return {
        name: `Relay/${relayId}`,
        importance: 'Required',
        status: isAlive ? 'Pass' : 'Fail',
        message: `The relay '${relayId}' was ${heard}.${isAlive ? '' : ' Start it and retry.'}`,
      };
    }),
  );
}
