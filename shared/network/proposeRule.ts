import type { NetworkSecurityGroup, SecurityRule } from '../fleet/networkSecurityGroup.ts';
import { parseResourceId } from '../fleet/resourceId.ts';
import type { BastionTraffic } from './bastionTraffic.ts';

/** A rule that is ready to be added, and the line that adds it. */
export type RuleFix = { readonly rule: SecurityRule; readonly azureCli: string };

const firstPriority = 100;
const step = 10;

/**
 * The rule that lets this traffic through, before everything that keeps it out (`blockers`). Undefined when no
 * priority is free there: then one of the rules has to be changed.
 */
export function proposeRule(
  group: NetworkSecurityGroup,
  wanted: BastionTraffic,
  blockers: readonly SecurityRule[],
): RuleFix | undefined {
  const own = group.securityRules.filter((rule) => isWord(rule.direction, wanted.direction));
  const below = Math.min(4097, ...blockers.map(({ priority }) => priority));
  const priority = freePriority(new Set(own.map((rule) => rule.priority)), below);
  if (priority === undefined) return undefined;
  const [onlyPort, ...morePorts] = wanted.ports.map(String);
  const rule: SecurityRule = {
    name: freeName(new Set(group.securityRules.map(({ name }) => name.toLowerCase())), wanted.name),
    priority,
    direction: wanted.direction,
    access: 'Allow',
    protocol: wanted.protocol,
    sourceAddressPrefix: wanted.source,
    sourcePortRange: '*',
    destinationAddressPrefix: wanted.destination,
    ...(morePorts.length > 0
      ? { destinationPortRanges: wanted.ports.map(String) }
      : { destinationPortRange: onlyPort }),
  };
  return { rule, azureCli: toAzureCli(group, rule, wanted) };
}

/** Round numbers first: they leave room for the next rule. */
function freePriority(taken: ReadonlySet<number>, below: number): number | undefined {
  for (let priority = firstPriority; priority < below; priority += step) {
    if (!taken.has(priority)) return priority;
  }
  for (let priority = firstPriority; priority < below; priority += 1) {
    if (!taken.has(priority)) return priority;
  }
  return undefined;
}

function freeName(taken: ReadonlySet<string>, name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

function toAzureCli(group: NetworkSecurityGroup, rule: SecurityRule, { ports }: BastionTraffic): string {
  const options: readonly (readonly [string, ...string[]])[] = [
    ['subscription', parseResourceId(group.resourceId).subscriptionId],
    ['resource-group', parseResourceId(group.resourceId).resourceGroup],
    ['nsg-name', group.name],
    ['name', rule.name],
    ['priority', String(rule.priority)],
    ['direction', rule.direction],
    ['access', rule.access],
    ['protocol', rule.protocol],
    ['source-address-prefixes', rule.sourceAddressPrefix ?? '*'],
    ['source-port-ranges', '*'],
    ['destination-address-prefixes', rule.destinationAddressPrefix ?? '*'],
    ['destination-port-ranges', ...ports.map(String)],
  ];
  const words = options.map(([name, ...values]) => `--${name} ${values.map(quoted).join(' ')}`);
  return `az network nsg rule create ${words.join(' ')}`;
}

const isWord = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** For a shell: what is not plain stands in single quotes, so that `*` stays an asterisk. */
const quoted = (text: string): string =>
  /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
