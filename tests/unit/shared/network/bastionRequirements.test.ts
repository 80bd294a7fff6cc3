import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../../shared/fleet/networkSecurityGroup.ts';
import { bastionRequirements, trafficRequirement } from '../../../../shared/network/bastionRequirements.ts';
import { bastionTraffic, sessionMonitoring } from '../../../../shared/network/bastionTraffic.ts';
import { aRule, localBastionNetwork } from '../../../support/networkFacts.ts';

const { subnet, group } = localBastionNetwork();
const withRules = (securityRules: readonly SecurityRule[]) => ({
  subnet,
  group: { ...group, securityRules: [...securityRules] },
});
const without = (name: string) => withRules(group.securityRules.filter((rule) => rule.name !== name));
const failing = (network: Parameters<typeof bastionRequirements>[0]): readonly string[] =>
  bastionRequirements(network)
    .filter(({ status }) => status === 'Fail')
    .map(({ name }) => name);

test('the local bastion has everything that Azure asks for', () => {
  expect(failing({ subnet, group })).toEqual([]);
});

test('without a network security group nothing is blocked', () => {
  expect(failing({ subnet, group: undefined })).toEqual([]);
});

test.each([
  ['AllowHttpsInbound', ['AllowHttpsInbound']],
  // On 443 the rule for the Internet takes in Azure's own addresses, too.
  ['AllowGatewayManagerInbound', ['AllowSessionMonitoringInbound']],
  ['AllowAzureLoadBalancerInbound', ['AllowAzureLoadBalancerInbound']],
  ['AllowBastionHostCommunication', ['AllowBastionHostCommunication']],
  ['AllowSshRdpOutbound', ['AllowSshRdpOutbound']],
  ['AllowAzureCloudOutbound', ['AllowAzureCloudOutbound']],
  ['AllowBastionCommunication', ['AllowBastionCommunication']],
  ['AllowHttpOutbound', ['AllowHttpOutbound']],
])('without the rule %s, what it was for fails and nothing else', (name, expected) => {
  expect(failing(without(name))).toEqual(expected);
});

test('an empty group blocks what comes from outside and lets out what Azure lets out by default', () => {
  expect(failing(withRules([]))).toEqual([
    'AllowHttpsInbound',
    'AllowGatewayManagerInbound',
    'AllowSessionMonitoringInbound',
  ]);
});

test('4443 that is missing is told with the rule that blocks it and the one to add', () => {
  const rules = group.securityRules.map((rule) =>
    rule.name === 'AllowGatewayManagerInbound'
      ? { ...rule, destinationPortRanges: undefined, destinationPortRange: '443' }
      : rule,
  );

  expect(trafficRequirement(withRules(rules), sessionMonitoring)).toEqual({
    name: 'AllowSessionMonitoringInbound',
    importance: 'Required',
    status: 'Fail',
    message:
      "Inbound traffic from GatewayManager to anywhere on port 4443 is blocked by the rule 'DenyAllInbound'. Session monitoring: the control plane asks the bastion who is connected. Add the rule 'AllowSessionMonitoringInbound' with priority 100.",
    decidedBy: { name: 'DenyAllInbound', priority: 4096 },
    fix: {
      rule: {
        name: 'AllowSessionMonitoringInbound',
        priority: 100,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: 'GatewayManager',
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '4443',
      },
      azureCli:
        "az network nsg rule create --subscription 00000000-0000-4000-8000-000000000001 --resource-group rg-hub --nsg-name nsg-bastion-hub --name AllowSessionMonitoringInbound --priority 100 --direction Inbound --access Allow --protocol Tcp --source-address-prefixes GatewayManager --source-port-ranges '*' --destination-address-prefixes '*' --destination-port-ranges 4443",
    },
  });
});

test('whatever a group is like, each fix makes its requirement pass', () => {
  const deny = aRule({ name: 'deny', priority: 103, access: 'Deny' });
  const denyOut = aRule({ name: 'denyOut', priority: 101, access: 'Deny', direction: 'outbound' });
  const network = withRules([
    deny,
    denyOut,
    aRule({ name: 'allowhttpsinbound', priority: 100, destinationPortRange: '1' }),
  ]);
  for (const wanted of bastionTraffic) {
    const { status, fix } = trafficRequirement(network, wanted);
    expect([wanted.name, status, fix !== undefined]).toEqual([wanted.name, 'Fail', true]);

    const names = network.group.securityRules.map(({ name }) => name.toLowerCase());
    expect(names).not.toContain(fix?.rule.name.toLowerCase());
    const fixed = withRules([...network.group.securityRules, fix?.rule ?? deny]);
    expect(trafficRequirement(fixed, wanted).status).toBe('Pass');
  }
});

test('where no priority is free before the rule that blocks, that rule has to change', () => {
  const network = withRules([aRule({ name: 'first', priority: 100, access: 'Deny' })]);

  const { fix, message } = trafficRequirement(network, sessionMonitoring);

  expect(fix).toBeUndefined();
  expect(message).toContain('change that rule');
});

test('clients from some addresses are a choice; a manager from some addresses is a fault', () => {
  const office = (name: string, port: string): SecurityRule =>
    aRule({
      name,
      priority: port === '443' ? 200 : 210,
      sourceAddressPrefix: '203.0.113.0/24',
      destinationPortRange: port,
    });

  const failed = failing(withRules([office('web', '443'), office('monitor', '4443')]));

  expect(failed).toEqual(['AllowGatewayManagerInbound', 'AllowSessionMonitoringInbound']);
});

test("the subnet has Azure's name for it and room to grow", () => {
  const small = { ...subnet, resourceId: '/x/subnets/default', addressPrefix: '10.0.255.0/27' };

  expect(failing({ subnet: small, group: undefined })).toEqual(['SubnetName', 'SubnetSize']);
  expect(
    failing({ subnet: { ...subnet, resourceId: '/x/subnets/AZUREBASTIONSUBNET' }, group: undefined }),
  ).toEqual([]);
});
