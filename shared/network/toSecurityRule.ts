import type { SecurityRuleResource } from '../contracts/network.ts';
import type { NetworkSecurityGroup, SecurityRule } from '../fleet/networkSecurityGroup.ts';
import { defaultRules } from './defaultRules.ts';

const type = 'Microsoft.Network/networkSecurityGroups';

/** A rule in ARM's shape; without an id as long as it is only proposed. */
export function toSecurityRule({ name, ...rule }: SecurityRule, id?: string): SecurityRuleResource {
  const properties = { provisioningState: 'Succeeded', ...rule };
  return id === undefined ? { name, properties: rule } : { id, name, properties };
}

/** A group in ARM's shape. */
export function toNetworkSecurityGroup({ resourceId, name, location, securityRules }: NetworkSecurityGroup) {
  const listed = (kind: string, rules: readonly SecurityRule[]) =>
    rules.map((rule) => toSecurityRule(rule, `${resourceId}/${kind}/${rule.name}`));
  return {
    id: resourceId,
    name,
    type,
    location,
    properties: {
      provisioningState: 'Succeeded',
      securityRules: listed('securityRules', securityRules),
      defaultSecurityRules: listed('defaultSecurityRules', defaultRules),
    },
  };
}
