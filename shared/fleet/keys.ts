import { resourceKey } from './resourceId.ts';

/** SHA-256 of a text in lower-case hex. Passed in: pure folders have no crypto. */
export type Hash = (text: string) => string;

/** The table partition of a bastion's sessions: 12 hex digits, equal for ids that ARM holds to be equal. */
export const bastionKey = (hash: Hash, bastionId: string): string =>
  hash(resourceKey(bastionId)).slice(0, 12);

/** The name of a target's serial port 0 in groups: 24 hex digits. */
export const portIdOf = (hash: Hash, targetResourceId: string): string =>
  hash(`${resourceKey(targetResourceId)}/serialports/0`).slice(0, 24);
