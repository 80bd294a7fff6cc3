import { readFleetFile } from '../../infra/local/fleetFile.ts';
import type {
  BastionSubnet,
  NetworkSecurityGroup,
  SecurityRule,
} from '../../shared/fleet/networkSecurityGroup.ts';

/** A rule that lets everything in, with what the test is about put on top. */
export const aRule = (over: Partial<SecurityRule> = {}): SecurityRule => ({
  name: 'rule',
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: '*',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
  ...over,
});

/** The bastion's subnet and its group in the local fleet, where everything is as Azure wants it. */
export function localBastionNetwork(): { subnet: BastionSubnet; group: NetworkSecurityGroup } {
  const { bastions, networkSecurityGroups } = readFleetFile().fleet;
  const [subnet] = bastions.map((one) => one.subnet);
  const [group] = networkSecurityGroups;
  if (subnet === undefined || group === undefined) throw new Error('The local fleet has no bastion subnet.');
  return { subnet, group };
}
