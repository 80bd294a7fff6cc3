import type { BastionSubnet, NetworkSecurityGroup } from '../fleet/networkSecurityGroup.ts';
import { type BastionTraffic, bastionTraffic, flowsOf } from './bastionTraffic.ts';
import { decideTraffic, type TrafficDecision } from './decideTraffic.ts';
import { parseIpRange } from './ipAddress.ts';
import { proposeRule, type RuleFix } from './proposeRule.ts';

/** One thing that has to be so for a bastion to work, and whether it is. */
export type Requirement = {
  readonly name: string;
  readonly importance: 'Required' | 'Recommended';
  readonly status: 'Pass' | 'Fail';
  /** For people: what was found, and what to do about it. */
  readonly message: string;
  /** The rule that decided; absent when no rule did. */
  readonly decidedBy?: { readonly name: string; readonly priority: number };
  /** What to add so that it passes. */
  readonly fix?: RuleFix;
};

/** Where a bastion stands: its subnet, and the group that filters there, if one does. */
export type BastionNetwork = {
  readonly subnet: BastionSubnet;
  readonly group: NetworkSecurityGroup | undefined;
};

/** Everything that a bastion asks of its subnet, in the order of Azure's documentation. */
export const bastionRequirements = (network: BastionNetwork): readonly Requirement[] => [
  subnetName(network.subnet),
  subnetSize(network.subnet),
  ...bastionTraffic.map((wanted) => trafficRequirement(network, wanted)),
];

/** Azure gives the name a meaning: no other subnet takes a bastion. */
function subnetName({ resourceId }: BastionSubnet): Requirement {
  const name = resourceId.split('/').at(-1) ?? '';
  const isGood = name.toLowerCase() === 'azurebastionsubnet';
  return {
    name: 'SubnetName',
    importance: 'Required',
    status: isGood ? 'Pass' : 'Fail',
    message: isGood
      ? 'The subnet is named AzureBastionSubnet.'
      : `The subnet is named '${name}'. Put the bastion into a subnet named AzureBastionSubnet.`,
  };
}

/** Since November 2021; smaller ones of before go on working but cannot grow. */
const longestPrefix = 26;

function subnetSize({ addressPrefix }: BastionSubnet): Requirement {
  const prefix = parseIpRange(addressPrefix)?.prefix;
  const isGood = prefix !== undefined && prefix <= longestPrefix;
  return {
    name: 'SubnetSize',
    importance: 'Recommended',
    status: isGood ? 'Pass' : 'Fail',
    message: isGood
      ? `The subnet ${addressPrefix} is large enough.`
      : `The subnet is ${addressPrefix}. Make it a /${longestPrefix} or larger, or the bastion cannot grow.`,
  };
}

/** Passes when every flow is let in; of several that are not, the first is told. */
export function trafficRequirement({ subnet, group }: BastionNetwork, wanted: BastionTraffic): Requirement {
  const decisions = flowsOf(wanted, subnet).map((flow) => decideTraffic(group?.securityRules, flow));
  const failed = decisions.filter((one) => !one.isAllowed && !isChosen(wanted, one));
  const [shown = decisions[0]] = failed;
  const { rule } = shown ?? {};
  const isGood = failed.length === 0;
  const blockers = failed.flatMap((one) => (one.rule === undefined ? [] : [one.rule]));
  const fix = isGood || group === undefined ? undefined : proposeRule(group, wanted, blockers);
  return {
    name: wanted.name,
    importance: wanted.importance,
    status: isGood ? 'Pass' : 'Fail',
    message: isGood ? passes(wanted, decisions) : fails(wanted, rule?.name ?? '', fix),
    ...(rule === undefined ? {} : { decidedBy: { name: rule.name, priority: rule.priority } }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Kept out but for those that rules before it name. */
const isChosen = (wanted: BastionTraffic, { exceptions }: TrafficDecision): boolean =>
  wanted.mayBePartial === true && exceptions.length > 0;

function passes(wanted: BastionTraffic, decisions: readonly TrafficDecision[]): string {
  const exceptions = [...new Set(decisions.flatMap((one) => one.exceptions.map(({ name }) => name)))];
  const but = exceptions.length === 0 ? '' : ` ${exceptions.join(', ')} decides otherwise about some of it.`;
  return `${wanted.purpose}${but}`;
}

function fails(wanted: BastionTraffic, ruleName: string, fix: RuleFix | undefined): string {
  const { direction, source, destination, ports } = wanted;
  const traffic = `${direction} traffic from ${named(source)} to ${named(destination)} on port ${ports.join(' and ')}`;
  const advice =
    fix === undefined
      ? `No priority is free before the rule '${ruleName}': change that rule.`
      : `Add the rule '${fix.rule.name}' with priority ${fix.rule.priority}.`;
  return `${traffic} is blocked by the rule '${ruleName}'. ${wanted.purpose} ${advice}`;
}

const named = (prefix: string): string => (prefix === '*' ? 'anywhere' : prefix);
