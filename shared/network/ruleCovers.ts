import type { SecurityRule } from '../fleet/networkSecurityGroup.ts';
import { type IpRange, isInIpRange, parseIpRange } from './ipAddress.ts';
import type { Endpoint, Traffic } from './networkTraffic.ts';

/** Whether a rule takes in all of this traffic: then, if none before it did, it decides about it. */
export function ruleCovers(rule: SecurityRule, traffic: Traffic): boolean {
  const { source, destination } = addressesOf(rule);
  return (
    isAboutKind(rule, traffic) &&
    coversEndpoint(source, traffic.source) &&
    coversEndpoint(destination, traffic.destination) &&
    coversPort(listed(rule.sourcePortRange, rule.sourcePortRanges), traffic.sourcePort)
  );
}

/** Whether a rule takes in at least some of it, as one that names single addresses of the Internet. */
export function ruleTouches(rule: SecurityRule, traffic: Traffic): boolean {
  const { source, destination } = addressesOf(rule);
  return (
    isAboutKind(rule, traffic) &&
    touchesEndpoint(source, traffic.source) &&
    touchesEndpoint(destination, traffic.destination)
  );
}

const addressesOf = (rule: SecurityRule) => ({
  source: listed(rule.sourceAddressPrefix, rule.sourceAddressPrefixes),
  destination: listed(rule.destinationAddressPrefix, rule.destinationAddressPrefixes),
});

const isAboutKind = (rule: SecurityRule, traffic: Traffic): boolean =>
  isWord(rule.direction, traffic.direction) &&
  (isAny(rule.protocol) || isWord(rule.protocol, traffic.protocol)) &&
  coversPort(listed(rule.destinationPortRange, rule.destinationPortRanges), traffic.destinationPort);

/** Azure fills in one of the two and leaves the other empty. */
const listed = (one: string | undefined, several: readonly string[] | undefined): readonly string[] => [
  ...(one === undefined ? [] : [one]),
  ...(several ?? []),
];

const isWord = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const isAny = (text: string): boolean => text === '*' || isWord(text, 'Any');

/** `AzureCloud` takes in `AzureCloud.westeurope`, not the other way round. */
const isTagOf = (given: string, tag: string): boolean =>
  isWord(given, tag) || tag.toLowerCase().startsWith(`${given.toLowerCase()}.`);

/** Of a tag's addresses only the range of all is known to hold them. */
const hasTag = (given: readonly string[], { tags, prefixes }: Endpoint): boolean =>
  given.some(
    (one) =>
      isAny(one) || (prefixes.length === 0 && one === '0.0.0.0/0') || tags.some((tag) => isTagOf(one, tag)),
  );

function coversEndpoint(prefixes: readonly string[], endpoint: Endpoint): boolean {
  if (hasTag(prefixes, endpoint)) return true;
  const ranges = rangesOf(prefixes);
  const wanted = rangesOf(endpoint.prefixes);
  return wanted.length > 0 && wanted.every((range) => isCovered(ranges, range));
}

function touchesEndpoint(prefixes: readonly string[], endpoint: Endpoint): boolean {
  if (hasTag(prefixes, endpoint)) return true;
  const ranges = rangesOf(prefixes);
  // Which addresses a tag stands for is Azure's to know: any address may be among them.
  if (endpoint.prefixes.length === 0) return ranges.length > 0;
  return rangesOf(endpoint.prefixes).some((wanted) =>
    ranges.some((range) => isWithin(range, wanted) || isWithin(wanted, range)),
  );
}

const rangesOf = (prefixes: readonly string[]): readonly IpRange[] =>
  prefixes.map(parseIpRange).filter((range) => range !== undefined);

const isWithin = (outer: IpRange, inner: IpRange): boolean =>
  inner.prefix >= outer.prefix && isInIpRange(outer, inner.first);

/** Also by two ranges that each hold one half. */
function isCovered(ranges: readonly IpRange[], wanted: IpRange): boolean {
  if (ranges.some((range) => isWithin(range, wanted))) return true;
  const inside = ranges.filter((range) => isWithin(wanted, range));
  return inside.length > 0 && halvesOf(wanted).every((half) => isCovered(inside, half));
}

function halvesOf({ first, prefix }: IpRange): readonly IpRange[] {
  const { bits, value } = first;
  const size = 1n << BigInt(bits - prefix - 1);
  const low = (value / (size * 2n)) * size * 2n;
  return [low, low + size].map((start) => ({ first: { bits, value: start }, prefix: prefix + 1 }));
}

const lastPort = 65_535;

/** An unknown port may be any: only a rule that takes them all takes it in. */
function coversPort(ranges: readonly string[], port: number | undefined): boolean {
  return ranges.some((range) => {
    if (isAny(range)) return true;
    const [first = '', last = first, ...rest] = range.split('-');
    if (![first, last].every((one) => /^\d{1,5}$/.test(one)) || rest.length > 0) return false;
    if (port === undefined) return Number(first) <= 1 && Number(last) >= lastPort;
    return port >= Number(first) && port <= Number(last);
  });
}
