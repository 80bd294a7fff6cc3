import type { SecurityRule } from '../fleet/networkSecurityGroup.ts';
import { defaultRules } from './defaultRules.ts';
import type { Traffic } from './networkTraffic.ts';
import { ruleCovers, ruleTouches } from './ruleCovers.ts';

export type TrafficDecision = {
  readonly isAllowed: boolean;
  /** The rule that decided; undefined without a network security group, where everything may pass. */
  readonly rule: SecurityRule | undefined;
  /** Rules before it that say otherwise about some of the traffic. */
  readonly exceptions: readonly SecurityRule[];
};

/**
 * What Azure does with traffic at a subnet: rules in order of priority, the first that takes it in decides, the
 * default rules come last. `rules` undefined = the subnet has no network security group.
 */
export function decideTraffic(rules: readonly SecurityRule[] | undefined, traffic: Traffic): TrafficDecision {
  if (rules === undefined) return { isAllowed: true, rule: undefined, exceptions: [] };
  const inOrder = [...rules.toSorted((a, b) => a.priority - b.priority), ...defaultRules];
  const decider = inOrder.findIndex((rule) => ruleCovers(rule, traffic));
  const rule = inOrder[decider];
  const isAllowed = rule !== undefined && allows(rule);
  const before = inOrder.slice(0, decider).filter((one) => allows(one) !== isAllowed);
  return { isAllowed, rule, exceptions: before.filter((one) => ruleTouches(one, traffic)) };
}

const allows = (rule: SecurityRule): boolean => rule.access.toLowerCase() === 'allow';
