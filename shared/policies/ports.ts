import type { PolicyProperties } from '../contracts/policy.ts';

export type Policy = PolicyProperties;

export type StoredPolicy = { readonly policy: Policy; readonly version: string };

/** Policies by bastion key: the first digits of the bastion's id, hashed. A bastion without one has the defaults. */
export type PolicyStore = {
  get(bastionKey: string): Promise<StoredPolicy | undefined>;
  /**
   * Stores a policy if the present one is still at `version` (undefined = there is none).
   * Undefined, and nothing changed, when it is not.
   */
  put(bastionKey: string, policy: Policy, version: string | undefined): Promise<StoredPolicy | undefined>;
};
