import { policyProperties } from '../contracts/policy.ts';
import type { Policy, PolicyStore } from './ports.ts';

/** What holds at a bastion that nobody has set a policy for: no limits, and 90 days of history. */
export const defaultPolicy: Policy = policyProperties.parse({});

export async function readPolicy(
  deps: { readonly policies: Pick<PolicyStore, 'get'> },
  bastionKey: string,
): Promise<Policy> {
  return (await deps.policies.get(bastionKey))?.policy ?? defaultPolicy;
}

/** The same, asked once per bastion: for work on many sessions. */
export function policyReader(deps: {
  readonly policies: Pick<PolicyStore, 'get'>;
}): (bastionKey: string) => Promise<Policy> {
  const read = new Map<string, Promise<Policy>>();
  return (bastionKey) => {
    const known = read.get(bastionKey) ?? readPolicy(deps, bastionKey);
    read.set(bastionKey, known);
    return known;
  };
}
