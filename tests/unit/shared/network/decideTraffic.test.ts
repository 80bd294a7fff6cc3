import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../../shared/fleet/networkSecurityGroup.ts';
import { decideTraffic } from '../../../../shared/network/decideTraffic.ts';
import type { Endpoint, Traffic } from '../../../../shared/network/networkTraffic.ts';
import { aRule } from '../../../support/networkFacts.ts';

const tagged = (...tags: string[]): Endpoint => ({ prefixes: [], tags });
const at = (...prefixes: string[]): Endpoint => ({ prefixes, tags: [] });
const subnet: Endpoint = { prefixes: ['10.0.255.0/26'], tags: ['VirtualNetwork'] };
const manager = tagged('GatewayManager', 'AzureCloud', 'Internet');

/** From GatewayManager to the bastion's subnet on 4443, unless told otherwise. */
const traffic = (over: Partial<Traffic> = {}): Traffic => ({
  direction: 'Inbound',
  protocol: 'Tcp',
  source: manager,
  destination: subnet,
  destinationPort: 4443,
  ...over,
});
const from = (source: Endpoint): Traffic => traffic({ source });
const to = (destination: Endpoint): Traffic =>
  traffic({ direction: 'Outbound', source: subnet, destination });
const out = aRule({ direction: 'Outbound' });
const range = (destinationPortRange: string): SecurityRule => aRule({ destinationPortRange });
const source = (sourceAddressPrefix: string): SecurityRule => aRule({ sourceAddressPrefix });
const destination = (destinationAddressPrefix: string): SecurityRule => aRule({ destinationAddressPrefix });

const byDefault = { in: 'DenyAllInBound', vnet: 'AllowVnetInBound', probe: 'AllowAzureLoadBalancerInBound' };

/** What is asked about, the rules of the group, and the name of the rule that decides. */
const cases: readonly (readonly [string, Traffic, readonly SecurityRule[], string])[] = [
  // Protocols.
  ['any protocol takes in Tcp', traffic(), [aRule()], 'rule'],
  ['Any is another word for it', traffic(), [aRule({ protocol: 'Any' })], 'rule'],
  ['Tcp takes in Tcp', traffic(), [aRule({ protocol: 'Tcp' })], 'rule'],
  ['in any case', traffic(), [aRule({ protocol: 'TCP' })], 'rule'],
  ['Udp does not take in Tcp', traffic(), [aRule({ protocol: 'Udp' })], byDefault.in],
  ['Icmp does not take in Tcp', traffic(), [aRule({ protocol: 'Icmp' })], byDefault.in],
  ['Udp takes in Udp', traffic({ protocol: 'Udp' }), [aRule({ protocol: 'Udp' })], 'rule'],
  ['Icmp takes in Icmp', traffic({ protocol: 'Icmp' }), [aRule({ protocol: 'icmp' })], 'rule'],
  // Directions.
  ['an outbound rule decides nothing inbound', traffic(), [out], byDefault.in],
  ['an inbound rule decides nothing outbound', to(at('10.9.9.9')), [aRule()], 'DenyAllOutBound'],
  ['a direction is read in any case', traffic(), [aRule({ direction: 'INBOUND' })], 'rule'],
  // Destination ports.
  ['one port', traffic(), [range('4443')], 'rule'],
  ['another port', traffic(), [range('443')], byDefault.in],
  ['the first of a range', traffic(), [range('4443-4500')], 'rule'],
  ['the last of a range', traffic(), [range('4000-4443')], 'rule'],
  ['just before a range', traffic(), [range('4444-4500')], byDefault.in],
  ['just after a range', traffic(), [range('4000-4442')], byDefault.in],
  ['all ports', traffic(), [range('0-65535')], 'rule'],
  [
    'a list',
    traffic(),
    [aRule({ destinationPortRange: undefined, destinationPortRanges: ['443', '4443'] })],
    'rule',
  ],
  [
    'a list of ranges',
    traffic(),
    [aRule({ destinationPortRange: undefined, destinationPortRanges: ['1-9', '4440-4450'] })],
    'rule',
  ],
  [
    'a list without it',
    traffic(),
    [aRule({ destinationPortRange: undefined, destinationPortRanges: ['443', '444'] })],
    byDefault.in,
  ],
  [
    'an empty list beside one port',
    traffic(),
    [aRule({ destinationPortRange: '4443', destinationPortRanges: [] })],
    'rule',
  ],
  ['no port at all', traffic(), [aRule({ destinationPortRange: undefined })], byDefault.in],
  ['a port that is no number', traffic(), [range('https')], byDefault.in],
  ['a range with three ends', traffic(), [range('1-9-9999')], byDefault.in],
  // Source ports.
  ['any source port is taken in by *', traffic(), [aRule({ sourcePortRange: '*' })], 'rule'],
  ['and by the whole range', traffic(), [aRule({ sourcePortRange: '0-65535' })], 'rule'],
  ['not by the usual ones alone', traffic(), [aRule({ sourcePortRange: '1024-65535' })], byDefault.in],
  ['a known source port', traffic({ sourcePort: 5000 }), [aRule({ sourcePortRange: '1024-65535' })], 'rule'],
  // Addresses.
  ['one address', from(at('203.0.113.7')), [source('203.0.113.7')], 'rule'],
  ['another address', from(at('203.0.113.8')), [source('203.0.113.7')], byDefault.in],
  ['an address as /32', from(at('203.0.113.7')), [source('203.0.113.7/32')], 'rule'],
  ['the first address of a range', from(at('203.0.113.0')), [source('203.0.113.0/24')], 'rule'],
  ['the last address of a range', from(at('203.0.113.255')), [source('203.0.113.0/24')], 'rule'],
  ['the one after a range', from(at('203.0.114.0')), [source('203.0.113.0/24')], byDefault.in],
  ['bits after the prefix do not matter', from(at('203.0.113.9')), [source('203.0.113.77/24')], 'rule'],
  ['every IPv4 address', from(at('203.0.113.7')), [source('0.0.0.0/0')], 'rule'],
  ['every IPv4 address is no IPv6 address', from(at('2001:db8::1')), [source('0.0.0.0/0')], byDefault.in],
  ['an IPv6 range', from(at('2001:db8::1')), [source('2001:db8::/32')], 'rule'],
  ['every IPv4 address takes in a tag', traffic(), [source('0.0.0.0/0')], 'rule'],
  ['no lesser range takes in a tag', traffic(), [source('0.0.0.0/1')], byDefault.in],
  [
    'a list of addresses',
    from(at('203.0.113.7')),
    [aRule({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['192.0.2.1', '203.0.113.0/28'] })],
    'rule',
  ],
  [
    'a list beside an empty one',
    from(at('203.0.113.7')),
    [aRule({ sourceAddressPrefix: '203.0.113.7', sourceAddressPrefixes: [] })],
    'rule',
  ],
  ['no source at all', traffic(), [aRule({ sourceAddressPrefix: undefined })], byDefault.in],
  ['text that is no address', from(at('203.0.113.7')), [source('203.0.113')], byDefault.in],
  [
    'a range by its two halves',
    from(at('10.1.0.0/24')),
    [aRule({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.1.0.0/25', '10.1.0.128/25'] })],
    'rule',
  ],
  ['a range by one half', from(at('10.1.0.0/24')), [source('10.1.0.0/25')], byDefault.in],
  ['two ranges, of which one', from(at('10.1.0.0/24', '10.2.0.0/24')), [source('10.1.0.0/16')], byDefault.in],
  // Service tags.
  ['a tag by its name', traffic(), [source('GatewayManager')], 'rule'],
  ['in any case', traffic(), [source('gatewaymanager')], 'rule'],
  ['Internet takes in Azure itself', traffic(), [source('Internet')], 'rule'],
  ['AzureCloud, too', traffic(), [source('AzureCloud')], 'rule'],
  ['AzureCloud of a region does not', traffic(), [source('AzureCloud.westeurope')], byDefault.in],
  [
    'AzureCloud takes in one of its regions',
    to(tagged('AzureCloud.westeurope')),
    [{ ...out, destinationAddressPrefix: 'AzureCloud' }],
    'rule',
  ],
  [
    'a region takes in itself',
    to(tagged('AzureCloud.westeurope')),
    [{ ...out, destinationAddressPrefix: 'azurecloud.WestEurope' }],
    'rule',
  ],
  [
    'a region is not another',
    to(tagged('AzureCloud.westeurope')),
    [{ ...out, destinationAddressPrefix: 'AzureCloud.westeurope2' }],
    'DenyAllOutBound',
  ],
  ['VirtualNetwork is not the Internet', traffic(), [source('VirtualNetwork')], byDefault.in],
  ['another tag is not it', traffic(), [source('AzureLoadBalancer')], byDefault.in],
  [
    'a tag among addresses',
    traffic(),
    [aRule({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['192.0.2.1', 'GatewayManager'] })],
    'rule',
  ],
  // Destinations.
  ['to the subnet by its range', traffic(), [destination('10.0.255.0/26')], 'rule'],
  ['to a range around it', traffic(), [destination('10.0.0.0/16')], 'rule'],
  ['to the virtual network', traffic(), [destination('VirtualNetwork')], 'rule'],
  ['to a part of the subnet', traffic(), [destination('10.0.255.0/27')], byDefault.in],
  ['to another subnet', traffic(), [destination('10.0.1.0/24')], byDefault.in],
  // Default rules.
  [
    'inside of the virtual network',
    from({ prefixes: ['10.0.0.4'], tags: ['VirtualNetwork'] }),
    [],
    byDefault.vnet,
  ],
  ['health probes', from(tagged('AzureLoadBalancer')), [], byDefault.probe],
  ['everything else inbound', from(tagged('Internet')), [], byDefault.in],
  [
    'outbound to the virtual network',
    to({ prefixes: ['10.0.0.0/16'], tags: ['VirtualNetwork'] }),
    [],
    'AllowVnetOutBound',
  ],
  ['outbound to the Internet', to(tagged('AzureCloud', 'Internet')), [], 'AllowInternetOutBound'],
  [
    'a default rule comes after every other',
    from(tagged('AzureLoadBalancer')),
    [aRule({ priority: 4096, access: 'Deny' })],
    'rule',
  ],
  // Priorities.
  [
    'the lower number decides',
    traffic(),
    [aRule({ name: 'late', priority: 300 }), aRule({ name: 'early', priority: 200, access: 'Deny' })],
    'early',
  ],
  [
    'unless it is about something else',
    traffic(),
    [
      aRule({ name: 'late', priority: 300 }),
      aRule({ name: 'early', priority: 200, destinationPortRange: '443' }),
    ],
    'late',
  ],
];

test.each(cases)('%s', (_, asked, rules, expected) => {
  const { rule, isAllowed } = decideTraffic(rules, asked);

  expect(rule?.name).toBe(expected);
  expect(isAllowed).toBe(rule?.access === 'Allow');
});

test('access is read in any case, and a word that is not Allow lets nothing in', () => {
  expect(decideTraffic([aRule({ access: 'allow' })], traffic()).isAllowed).toBe(true);
  expect(decideTraffic([aRule({ access: 'Permit' })], traffic()).isAllowed).toBe(false);
});

test('without a network security group everything passes and no rule decides', () => {
  expect(decideTraffic(undefined, traffic())).toEqual({ isAllowed: true, rule: undefined, exceptions: [] });
});

test('rules before the one that decides, which say otherwise about some of it, are told', () => {
  const office = aRule({ name: 'office', priority: 200, sourceAddressPrefix: '203.0.113.0/24' });
  const elsewhere = aRule({ name: 'elsewhere', priority: 210, destinationAddressPrefix: '10.9.0.0/24' });
  const otherPort = aRule({ name: 'otherPort', priority: 220, destinationPortRange: '1' });
  const half = aRule({ name: 'half', priority: 230, destinationAddressPrefix: '10.0.255.0/27' });

  const { isAllowed, exceptions } = decideTraffic(
    [office, elsewhere, otherPort, half],
    from(tagged('Internet')),
  );

  expect(isAllowed).toBe(false);
  expect(exceptions.map(({ name }) => name)).toEqual(['office', 'half']);
});

/** Azure's rule said plainly: one packet, numbers compared one by one, the best match kept. */
function naively(
  rules: readonly SecurityRule[],
  packet: { source: number; destination: number; port: number; protocol: string },
) {
  const inside = (prefix: string, address: number): boolean => {
    if (prefix === '*') return true;
    if (prefix === 'VirtualNetwork') return address < 128;
    if (prefix === 'Internet') return address >= 128;
    const [text = '', length = '32'] = prefix.split('/');
    const first = Number(text.split('.')[3]);
    const size = 2 ** (32 - Number(length));
    return Math.floor(address / size) === Math.floor(first / size);
  };
  let best = { priority: 65_500, access: 'Deny' };
  const vnet = packet.source < 128 && packet.destination < 128;
  if (vnet) best = { priority: 65_000, access: 'Allow' };
  for (const rule of rules) {
    if (rule.direction !== 'Inbound' || rule.priority >= best.priority) continue;
    if (rule.protocol !== '*' && rule.protocol !== packet.protocol) continue;
    if (!(rule.sourceAddressPrefixes ?? []).some((one) => inside(one, packet.source))) continue;
    if (!(rule.destinationAddressPrefixes ?? []).some((one) => inside(one, packet.destination))) continue;
    const ports = (rule.destinationPortRanges ?? []).flatMap((one) => {
      const [first, last = first] = one.split('-').map(Number);
      return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, index) => (first ?? 0) + index);
    });
    if (ports.includes(packet.port)) best = rule;
  }
  return best.access === 'Allow';
}

const address = (last: number): Endpoint => ({
  prefixes: [`10.0.0.${last}`],
  tags: [last < 128 ? 'VirtualNetwork' : 'Internet'],
});
const byte = fc.integer({ min: 0, max: 255 });
const prefix = fc.oneof(
  fc.constantFrom('*', 'VirtualNetwork', 'Internet'),
  fc.tuple(byte, fc.integer({ min: 24, max: 32 })).map(([last, length]) => `10.0.0.${last}/${length}`),
);
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 });
const port = fc.integer({ min: 0, max: 6 });
const ports = fc.tuple(port, port).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const ruleSet = fc
  .array(
    fc.record({
      direction: fc.constantFrom('Inbound', 'Inbound', 'Outbound'),
      access: fc.constantFrom('Allow', 'Deny'),
      protocol: fc.constantFrom('*', 'Tcp', 'Udp'),
      sourceAddressPrefixes: some(prefix),
      destinationAddressPrefixes: some(prefix),
      destinationPortRanges: some(fc.oneof(ports, port.map(String))),
    }),
    { maxLength: 8 },
  )
  .chain((rules) =>
    fc
      .uniqueArray(fc.integer({ min: 100, max: 120 }), { minLength: rules.length, maxLength: rules.length })
      .map((priorities) =>
        rules.map((rule, index) => ({
          name: `r${index}`,
          priority: priorities[index] ?? 100,
          sourcePortRange: '*',
          ...rule,
        })),
      ),
  );

test('a packet is decided as by the naive reading of the rules', () => {
  fc.assert(
    fc.property(
      ruleSet,
      byte,
      byte,
      port,
      fc.constantFrom('Tcp' as const, 'Udp' as const),
      (rules, a, b, to_, protocol) => {
        const { isAllowed } = decideTraffic(rules, {
          direction: 'Inbound',
          protocol,
          source: address(a),
          destination: address(b),
          destinationPort: to_,
        });

        expect(isAllowed).toBe(naively(rules, { source: a, destination: b, port: to_, protocol }));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a range without exceptions is decided as each of its addresses', () => {
  fc.assert(
    fc.property(
      ruleSet,
      byte,
      fc.integer({ min: 27, max: 32 }),
      byte,
      port,
      (rules, first, length, b, to_) => {
        const size = 2 ** (32 - length);
        const start = Math.floor(first / size) * size;
        const tags = address(start).tags;
        const { isAllowed, exceptions } = decideTraffic(rules, {
          direction: 'Inbound',
          protocol: 'Tcp',
          source: { prefixes: [`10.0.0.${start}/${length}`], tags },
          destination: address(b),
          destinationPort: to_,
        });
        fc.pre(exceptions.length === 0);

        for (let last = start; last < start + size; last += 1) {
          const packet = { source: last, destination: b, port: to_, protocol: 'Tcp' };
          expect(naively(rules, packet)).toBe(isAllowed);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
