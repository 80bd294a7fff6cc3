import type { SecurityRule } from '../fleet/networkSecurityGroup.ts';

/** What Azure adds to every network security group. Nobody can remove it; any other rule comes before it. */
export const defaultRules: readonly SecurityRule[] = [
  ruleOf('AllowVnetInBound', 65_000, 'Inbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  ruleOf('AllowAzureLoadBalancerInBound', 65_001, 'Inbound', 'Allow', 'AzureLoadBalancer', '*'),
  ruleOf('DenyAllInBound', 65_500, 'Inbound', 'Deny', '*', '*'),
  ruleOf('AllowVnetOutBound', 65_000, 'Outbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  ruleOf('AllowInternetOutBound', 65_001, 'Outbound', 'Allow', '*', 'Internet'),
  ruleOf('DenyAllOutBound', 65_500, 'Outbound', 'Deny', '*', '*'),
];

function ruleOf(
  name: string,
  priority: number,
  direction: 'Inbound' | 'Outbound',
  access: 'Allow' | 'Deny',
  ...[sourceAddressPrefix, destinationAddressPrefix]: readonly [string, string]
): SecurityRule {
  const anyPort = { sourcePortRange: '*', destinationPortRange: '*' };
  return {
    name,
    priority,
    direction,
    access,
    protocol: '*',
    sourceAddressPrefix,
    destinationAddressPrefix,
    ...anyPort,
  };
}
