import { targetName } from '../../shared/client/armResources.ts';

export type ScopeKind =
  | 'managementGroup'
  | 'subscription'
  | 'resourceGroup'
  | 'bastion'
  | 'machine'
  | 'instance'
  | 'resource';

const patterns: readonly (readonly [ScopeKind, RegExp])[] = [
  ['managementGroup', /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i],
  ['subscription', /^\/subscriptions\/[^/]+$/i],
  ['resourceGroup', /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i],
  ['bastion', /\/providers\/Microsoft\.Network\/bastionHosts\/[^/]+$/i],
  ['machine', /\/providers\/Microsoft\.Compute\/virtualMachines\/[^/]+$/i],
  ['instance', /\/virtualMachineScaleSets\/[^/]+\/virtualMachines\/[^/]+$/i],
];

export const scopeKind = (scope: string): ScopeKind =>
  patterns.find(([, pattern]) => pattern.test(scope))?.[0] ?? 'resource';

/** The last of its names; of the root there is none. */
export const scopeName = (scope: string): string => targetName(scope) || '/';

/** The subscription and the group around a resource, and itself, from the top. */
export function scopesAbove(scope: string): readonly string[] {
  const [, subscription, group] = /^(\/subscriptions\/[^/]+)(\/resourceGroups\/[^/]+)?/i.exec(scope) ?? [];
  const above = [subscription, group === undefined ? undefined : `${subscription}${group}`];
  return above.filter((one) => one !== undefined && one.length < scope.length) as string[];
}

export const sameScope = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether what is made at `upper` holds at `scope`. */
export const isAtOrAbove = (upper: string, scope: string): boolean =>
  upper === '/' || `${scope}/`.toLowerCase().startsWith(`${upper}/`.toLowerCase());
