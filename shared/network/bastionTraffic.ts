import type { BastionSubnet } from '../fleet/networkSecurityGroup.ts';
import { type Endpoint, platformAddress, type Traffic } from './networkTraffic.ts';

/** What a bastion needs to pass its subnet's rules, one flow of traffic with one purpose. */
export type BastionTraffic = {
  /** As Azure's documentation calls the rule. */
  readonly name: string;
  readonly importance: 'Required' | 'Recommended';
  readonly purpose: string;
  readonly direction: Traffic['direction'];
  /** Of the rule that lets it through. */
  readonly protocol: 'Tcp' | '*';
  readonly source: string;
  readonly destination: string;
  readonly ports: readonly number[];
  /** Letting in some of the senders is a choice, not a fault. */
  readonly mayBePartial?: true;
};

const gatewayManager = {
  importance: 'Required',
  direction: 'Inbound',
  protocol: 'Tcp',
  source: 'GatewayManager',
  destination: '*',
} as const;

const dataPlane = {
  importance: 'Recommended',
  purpose: 'The instances of the bastion talk to each other.',
  protocol: '*',
  source: 'VirtualNetwork',
  destination: 'VirtualNetwork',
  ports: [8080, 5701],
} as const;

/** The traffic that session monitoring itself runs over. */
export const sessionMonitoring: BastionTraffic = {
  ...gatewayManager,
  name: 'AllowSessionMonitoringInbound',
  purpose: 'Session monitoring: the control plane asks the bastion who is connected.',
  ports: [4443],
};

export const bastionTraffic: readonly BastionTraffic[] = [
  {
    name: 'AllowHttpsInbound',
    importance: 'Required',
    purpose: 'Browsers and native clients reach the bastion.',
    direction: 'Inbound',
    protocol: 'Tcp',
    source: 'Internet',
    destination: '*',
    ports: [443],
    mayBePartial: true,
  },
  {
    ...gatewayManager,
    name: 'AllowGatewayManagerInbound',
    purpose: 'The control plane reaches the bastion.',
    ports: [443],
  },
  sessionMonitoring,
  {
    name: 'AllowAzureLoadBalancerInbound',
    importance: 'Recommended',
    purpose: 'Health probes reach the bastion.',
    direction: 'Inbound',
    protocol: 'Tcp',
    source: 'AzureLoadBalancer',
    destination: '*',
    ports: [443],
  },
  { ...dataPlane, name: 'AllowBastionHostCommunication', direction: 'Inbound' },
  {
    name: 'AllowSshRdpOutbound',
    importance: 'Required',
    purpose: 'The bastion reaches the machines.',
    direction: 'Outbound',
    protocol: '*',
    source: '*',
    destination: 'VirtualNetwork',
    ports: [22, 3389],
  },
  {
    name: 'AllowAzureCloudOutbound',
    importance: 'Required',
    purpose: 'The bastion sends diagnostics and metering.',
    direction: 'Outbound',
    protocol: 'Tcp',
    source: '*',
    destination: 'AzureCloud',
    ports: [443],
  },
  { ...dataPlane, name: 'AllowBastionCommunication', direction: 'Outbound' },
  {
    name: 'AllowHttpOutbound',
    importance: 'Recommended',
    purpose: 'The bastion checks certificates and shareable links.',
    direction: 'Outbound',
    protocol: '*',
    source: '*',
    destination: 'Internet',
    ports: [80],
  },
];

/** One piece of traffic per port, with the ends that the words of the rule mean at this subnet. */
export function flowsOf(wanted: BastionTraffic, subnet: BastionSubnet): readonly Traffic[] {
  const { direction } = wanted;
  return wanted.ports.map((destinationPort) => ({
    direction,
    protocol: 'Tcp',
    source: direction === 'Outbound' ? ownEnd(subnet) : farEnd(wanted.source, subnet),
    destination: direction === 'Inbound' ? ownEnd(subnet) : farEnd(wanted.destination, subnet),
    destinationPort,
  }));
}

const ownEnd = ({ addressPrefix }: BastionSubnet): Endpoint => ({
  prefixes: [addressPrefix],
  tags: ['VirtualNetwork'],
});

/** Azure's own public addresses are part of the Internet, too. */
function farEnd(tag: string, subnet: BastionSubnet): Endpoint {
  switch (tag) {
    case 'VirtualNetwork':
      return { prefixes: subnet.virtualNetworkPrefixes, tags: [tag] };
    case 'AzureLoadBalancer':
      return { prefixes: [platformAddress], tags: [tag, 'VirtualNetwork'] };
    case 'GatewayManager':
      return { prefixes: [], tags: [tag, 'AzureCloud', 'Internet'] };
    case 'AzureCloud':
      return { prefixes: [], tags: [tag, 'Internet'] };
    default:
      return { prefixes: [], tags: [tag] };
  }
}
